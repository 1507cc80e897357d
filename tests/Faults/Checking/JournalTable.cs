using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GridGrains.Faults;

/// <summary>A row of the journal as plain SQL reads it.</summary>
internal sealed record JournalRow(Ledger Ledger, long Sequence, Guid ReportId, string Reporter, string Payload);

/// <summary>The journal's table, read past the service while it runs or not. Nothing of the product's code is in the way.</summary>
/// <param name="connectionString">Of the database.</param>
/// <param name="isPostgres">PostgreSQL; otherwise SQLite.</param>
internal sealed class JournalTable(string connectionString, bool isPostgres)
{
    /// <summary>Of a SQLite file.</summary>
    public static JournalTable OfSqlite(string file) => new($"Data Source={file};Pooling=False", isPostgres: false);

    /// <summary>Of a PostgreSQL database.</summary>
    public static JournalTable OfPostgres(string connectionString) => new($"{connectionString};Pooling=false", isPostgres: true);

    /// <summary>Whether it is in PostgreSQL.</summary>
    public bool IsPostgres => isPostgres;

    /// <summary>A connection of its own.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        DbConnection connection = isPostgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    /// <summary>Every row, ledger by ledger, in order of sequence.</summary>
    public async IAsyncEnumerable<JournalRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT campaign, place, sequence, report_id, reporter, payload FROM journal ORDER BY campaign, place, sequence";
        command.CommandTimeout = 300;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            yield return new(new(reader.GetString(0), reader.GetString(1)), reader.GetInt64(2), reader.GetGuid(3), reader.GetString(4), reader.GetString(5));
    }

    /// <summary>Runs a statement and gives the number of rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 300;
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>How many rows there are.</summary>
    public async Task<long> CountAsync(CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM journal";
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
