using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GridGrains.Storage;

/// <summary>A SQLite file in write-ahead mode: many readers beside one writer.</summary>
internal sealed class SqliteDatabase : Database
{
    private const int UniqueViolation = 2067;
    private const int PrimaryKeyViolation = 1555;

    private readonly string path;
    private readonly string synchronous;
    private readonly string pragmas;
    private readonly string readers;
    private readonly string writers;
    private readonly TimeSpan readTimeout;
    private readonly TimeProvider time;

    public SqliteDatabase(StorageOptions options, TimeProvider time)
    {
        this.time = time;
        path = Path.GetFullPath(options.Sqlite);
        synchronous = options.Synchronous;
        readTimeout = options.ReadTimeout;
        var commitSeconds = Math.Max(1, (int)options.CommitTimeout.TotalSeconds);
        pragmas = $"""
            PRAGMA busy_timeout = {(int)options.CommitTimeout.TotalMilliseconds};
            PRAGMA wal_autocheckpoint = {options.CheckpointPages};
            PRAGMA cache_size = {-1024 * options.CacheMegabytes};
            """;
        var builder = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = commitSeconds };
        readers = builder.ConnectionString;
        writers = new SqliteConnectionStringBuilder(builder.ConnectionString) { Pooling = false }.ConnectionString;
        Writer = new(OpenWriter, SetDurable);
    }

    public override string Location => $"SQLite file {path}";

    public SqliteWriter Writer { get; }

    public override Task PrepareAsync(CancellationToken cancellation) => WriteAsync(
        async transaction =>
        {
            var exists = await transaction.Connection!.ExecuteScalarAsync<bool>(
                "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'schema_version')", transaction: transaction);
            await Schema.ApplyAsync(transaction, "sqlite", exists, time, cancellation);
            return true;
        },
        cancellation);

    public override async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync();
        using var connection = new SqliteConnection(readers);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Whether a row was not inserted because its key or another unique value is there already.</summary>
    internal static bool IsKeyTaken(SqliteException failure) => failure.SqliteExtendedErrorCode is UniqueViolation or PrimaryKeyViolation;

    internal override bool IsConflict(Exception failure) => failure is SqliteException sqlite && IsKeyTaken(sqlite);

    internal override string EachText(string parameter) => $"json_each({parameter}) AS each";

    internal override string EachObject(string parameter) => EachText(parameter);

    // There is one writer, and this is it.
    internal override string LockTable(string table) => "SELECT 1";

    internal override Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation) => Task.Run(
        async () =>
        {
            using var connection = Open(readers, "PRAGMA query_only = ON");
            return await work(connection);
        },
        cancellation);

    internal override Task<T> AskAsync<T>(Func<DbConnection, Task<T>> question, CancellationToken cancellation) =>
        ReadAsync(question, cancellation).WaitAsync(readTimeout, time, cancellation);

    internal override Task<T> WriteAsync<T>(Func<DbTransaction, Task<T>> work, CancellationToken cancellation) => Writer.WriteAsync(
        connection =>
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            // The driver does its work before it returns a task, so nothing is waited for here.
            var result = work(transaction).GetAwaiter().GetResult();
            transaction.Commit();
            return result;
        },
        cancellation);

    private SqliteConnection OpenWriter()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // What is purged is overwritten in the file. The journal deletes nothing else, so that it costs reports nothing.
        return Open(writers, "PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON");
    }

    private void SetDurable(SqliteConnection connection, bool durable)
    {
        if (durable)
            DatabaseSafety.RefuseBelowFull(synchronous);
        connection.Execute($"PRAGMA synchronous = {(durable ? synchronous : "NORMAL")}");
        // What was asked for is not always what is in force: a file system may not allow write-ahead mode, for one.
        if (durable)
            DatabaseSafety.CheckSqlite(connection);
    }

    private SqliteConnection Open(string connectionString, string further)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute(pragmas + further);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
