using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace GridGrains.Storage;

/// <summary>A PostgreSQL database, over one pool of connections.</summary>
internal sealed class PostgresDatabase : Database
{
    // Any number that no other user of this database takes; the same in every version of the program.
    private const long SchemaLock = 0x4772_6964_4772_6169;

    // Of three silos, each with a pool for the ledger and one for grain states, all fit into the 100 that a server takes by default.
    private const int MaxConnections = 12;
    private const int ConnectSeconds = 10;

    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(10);

    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly TimeSpan readTimeout;
    private readonly Lock renewing = new();
    private readonly TimeProvider time;
    private NpgsqlDataSource source;
    private long renewedAt;

    public PostgresDatabase(string connectionString, StorageOptions options, TimeProvider time)
    {
        this.time = time;
        settings = WithDefaults(connectionString);
        Default(settings, "Command Timeout", Seconds(options.CommandTimeout));
        source = NpgsqlDataSource.Create(settings);
        CommitSeconds = Seconds(options.CommitTimeout);
        readTimeout = options.ReadTimeout;
    }

    public override string Location => $"PostgreSQL database {settings.Database} at {settings.Host}:{settings.Port}";

    public int CommitSeconds { get; }

    /// <summary>What is not said in a connection string, as it suits a ledger.</summary>
    public static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default(settings, "Application Name", "gridgrains");
        // A city that wakes asks thousands of questions at once. They wait here for a connection, not at a server that turns them
        // away.
        Default(settings, "Maximum Pool Size", MaxConnections);
        // To connect, or to wait for a connection of the pool.
        Default(settings, "Timeout", ConnectSeconds);
        // A command that is given up ends its connection at once, without waiting for the server to agree.
        Default(settings, "Cancellation Timeout", -1);
        // A server's machine that is gone is found out by the system, also while nothing is asked.
        Default(settings, "TCP Keepalive", true);
        Default(settings, "TCP Keepalive Time", 10);
        Default(settings, "TCP Keepalive Interval", 3);
        // Statements that come often are then parsed and planned once for each connection.
        Default(settings, "Max Auto Prepare", 32);
        return settings;
    }

    /// <summary>
    /// A connection outside the pool, to be kept. Its commands have no time limit: whoever waits for one that takes too long leaves it and
    /// the connection to themselves. The driver, at a limit, would ask the server to stop the command and wait for that on a thread of
    /// the process's pool; a server that hangs has soon taken them all.
    /// </summary>
    public async Task<NpgsqlConnection> OpenKeptAsync(CancellationToken cancellation)
    {
        var kept = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, Timeout = CommitSeconds, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(kept.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            await DatabaseSafety.CheckPostgresAsync(connection, cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task PrepareAsync(CancellationToken cancellation) => WriteAsync(
        async transaction =>
        {
            var connection = transaction.Connection!;
            await DatabaseSafety.CheckPostgresAsync(connection, cancellation);
            await connection.ExecuteAsync(new CommandDefinition(
                "SELECT pg_advisory_xact_lock(@SchemaLock)", new { SchemaLock }, transaction, cancellationToken: cancellation));
            var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                "SELECT to_regclass('schema_version') IS NOT NULL", transaction: transaction, cancellationToken: cancellation));
            await Schema.ApplyAsync(transaction, "postgres", exists, time, cancellation);
            return true;
        },
        cancellation);

    public override ValueTask DisposeAsync() => source.DisposeAsync();

    internal override string EachText(string parameter) => $"json_array_elements_text(CAST({parameter} AS json)) AS each(value)";

    internal override string EachObject(string parameter) => $"json_array_elements(CAST({parameter} AS json)) AS each(value)";

    internal override object JournalId(Guid id) => id;

    internal override object JournalTime(DateTime at) => at;

    internal override bool IsConflict(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected
    };

    internal override string LockTable(string table) => $"LOCK TABLE {table} IN EXCLUSIVE MODE";

    internal override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        return await work(connection);
    }

    internal override async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        var result = await work(transaction);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    internal override async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> question, CancellationToken cancellation)
    {
        var asked = source;
        // Waiting for a connection has its own limit: a city that wakes asks more than there are connections.
        var connection = await asked.OpenConnectionAsync(cancellation);
        var asking = question(connection);
        try
        {
            return await asking.WaitAsync(readTimeout, time, cancellation);
        }
        catch (TimeoutException)
        {
            Renew(asked);
            throw;
        }
        catch (NpgsqlException e) when (connection.FullState.HasFlag(ConnectionState.Broken) || e.InnerException is IOException)
        {
            // It died while it waited in the pool, and so did the others. A question may be asked again.
            asked.Clear();
        }
        finally
        {
            await LeaveAsync(connection, asking);
        }
        return await ReadAsync(question, cancellation);
    }

    // Ends the connection, or leaves that to the question on it if it is still asked.
    private static async ValueTask LeaveAsync(NpgsqlConnection connection, Task asking)
    {
        if (asking.IsCompleted)
            await connection.DisposeAsync();
        else
            _ = EndAsync();

        async Task EndAsync()
        {
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.DisposeAsync();
        }
    }

    // Connections that do not answer are still taken, up to the last one of the pool. So there is another pool.
    private void Renew(NpgsqlDataSource silent)
    {
        lock (renewing)
        {
            if (source != silent || (renewedAt != 0 && time.GetElapsedTime(renewedAt) < RenewInterval))
                return;
            source = NpgsqlDataSource.Create(settings);
            renewedAt = time.GetTimestamp();
        }
        // Those that are idle end now, and those that are taken when they are given back.
        silent.Dispose();
    }

    // Not ContainsKey: that one is true of every key there is.
    private static void Default(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (settings.Keys.All(k => k != key))
            settings[key] = value;
    }

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
