using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;

namespace GridGrains.Storage;

/// <summary>A SQLite file in write-ahead mode: many readers beside one writer.</summary>
internal sealed class SqliteDatabase : Database
{
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
        Writer = new(OpenDurable, () => OpenWriter("NORMAL"));
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

    private SqliteConnection OpenDurable()
    {
        DatabaseSafety.RefuseBelowFull(synchronous);
        var connection = OpenWriter(synchronous);
        try
        {
            // What was asked for is not always what is in force: a file system may not allow write-ahead mode, for one.
            DatabaseSafety.CheckSqlite(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection OpenWriter(string level)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        // What is purged is overwritten in the file. The journal deletes nothing else, so that it costs reports nothing.
        return Open(writers, $"PRAGMA journal_mode = WAL; PRAGMA synchronous = {level}; PRAGMA secure_delete = ON");
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
