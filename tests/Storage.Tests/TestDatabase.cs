using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridGrains.Storage.Tests;

/// <summary>An empty database for one test.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>What names it.</summary>
    public abstract StorageOptions Options { get; }

    /// <summary>Makes it, or skips the test.</summary>
    public abstract Task CreateAsync(CancellationToken cancellation);

    /// <summary>A connection past the program.</summary>
    public abstract Task<DbConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>SQL that begins a transaction and holds up whoever would write the ledger's first entry.</summary>
    public abstract string HoldUpFirstEntry { get; }

    public abstract ValueTask DisposeAsync();

    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await ExecuteAsync(connection, sql, cancellation);
    }

    public static async Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task<string?> TextAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await ConnectAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync(cancellation))?.ToString();
    }
}

/// <summary>A file in a folder of its own.</summary>
public sealed class SqliteTestDatabase : TestDatabase
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"gridgrains-sqlite-{Guid.NewGuid():N}");

    public SqliteTestDatabase() => Options = new() { Sqlite = Path.Combine(folder, "data", "gridgrains.db") };

    public override StorageOptions Options { get; }

    public override string HoldUpFirstEntry => "BEGIN IMMEDIATE";

    public override Task CreateAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection($"Data Source={Options.Sqlite};Pooling=False");
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override ValueTask DisposeAsync()
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A schema of its own on the server that all tests share: as good as a database, and made in a moment.</summary>
public sealed class PostgresTestDatabase(PostgresFixture fixture) : TestDatabase
{
    public override StorageOptions Options { get; } = new();

    public override string HoldUpFirstEntry =>
        $"""
        BEGIN;
        INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
        VALUES ('{Entries.Round}', '{Entries.Leaf}', 1, '{Guid.NewGuid()}', 'other', now(), '[]')
        """;

    public override async Task CreateAsync(CancellationToken cancellation)
    {
        var schema = $"test_{Guid.NewGuid():N}";
        Options.Postgres = $"{fixture.Server.ConnectionString};Search Path={schema}";
        await ExecuteAsync($"CREATE SCHEMA {schema}", cancellation);
    }

    public override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(Options.Postgres);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    public override async ValueTask DisposeAsync()
    {
        if (Options.Postgres is { } database)
        {
            await using var connection = new NpgsqlConnection(database);
            NpgsqlConnection.ClearPool(connection);
        }
    }
}
