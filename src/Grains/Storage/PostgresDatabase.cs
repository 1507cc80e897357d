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

    private const int MaxConnections = 20;
    private const int ConnectSeconds = 10;

    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly NpgsqlDataSource source;
    private readonly TimeProvider time;

    public PostgresDatabase(string connectionString, StorageOptions options, TimeProvider time)
    {
        this.time = time;
        settings = WithDefaults(connectionString);
        Default(settings, "Command Timeout", Seconds(options.CommandTimeout));
        source = NpgsqlDataSource.Create(settings);
        CommitSeconds = Seconds(options.CommitTimeout);
        ReadSeconds = Seconds(options.ReadTimeout);
    }

    public override string Location => $"PostgreSQL database {settings.Database} at {settings.Host}:{settings.Port}";

    public int CommitSeconds { get; }

    internal override int? ReadSeconds { get; }

    /// <summary>What is not said in a connection string, as it suits a ledger.</summary>
    public static NpgsqlConnectionStringBuilder WithDefaults(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Default(settings, "Application Name", "gridgrains");
        // A city that wakes asks thousands of questions at once. They wait here for a connection, not at a server that turns them
        // away: by default it has room for 100.
        Default(settings, "Maximum Pool Size", MaxConnections);
        // To connect, or to wait for a connection of the pool.
        Default(settings, "Timeout", ConnectSeconds);
        // A command that is given up ends its connection at once. The driver would else ask the server to stop it and wait for the
        // answer, on a thread of the pool; a server that hangs does not answer that either.
        Default(settings, "Cancellation Timeout", -1);
        // Statements that come often are then parsed and planned once for each connection.
        Default(settings, "Max Auto Prepare", 32);
        return settings;
    }

    /// <summary>A connection outside the pool, to be kept: pinged while idle, so that a dead one is found before it is needed.</summary>
    public async Task<NpgsqlConnection> OpenKeptAsync(CancellationToken cancellation)
    {
        var kept = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false, KeepAlive = 10, Timeout = CommitSeconds, CommandTimeout = CommitSeconds };
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

    internal override async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        await using (var connection = await source.OpenConnectionAsync(cancellation))
        {
            try
            {
                return await work(connection);
            }
            catch (NpgsqlException) when (connection.State != ConnectionState.Open)
            {
                // Those that waited in the pool meanwhile are as dead as this one was.
                source.Clear();
                if (cancellation.IsCancellationRequested)
                    throw;
            }
            catch (NpgsqlException e) when (e.InnerException is TimeoutException)
            {
                source.Clear();
                throw;
            }
        }
        // A question may be asked again; the first may have found the server restarted.
        await using var another = await source.OpenConnectionAsync(cancellation);
        return await work(another);
    }

    internal override async Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellation);
        var result = await work(transaction);
        await transaction.CommitAsync(cancellation);
        return result;
    }

    // Not ContainsKey: that one is true of every key there is.
    private static void Default(NpgsqlConnectionStringBuilder settings, string key, object value)
    {
        if (settings.Keys.All(k => k != key))
            settings[key] = value;
    }

    private static int Seconds(TimeSpan span) => (int)Math.Ceiling(span.TotalSeconds);
}
