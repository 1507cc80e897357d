using System.Data.Common;
using System.Globalization;
using Dapper;

namespace GridGrains.Storage;

/// <summary>The numbered scripts under <c>Schema/</c>: each is applied once, in order, and recorded in <c>schema_version</c>.</summary>
internal static class Schema
{
    /// <summary>Brings a database up to the newest version this program knows. The caller holds the database's schema lock.</summary>
    /// <param name="transaction">In which all of it happens, or nothing.</param>
    /// <param name="dialect">The folder of the scripts.</param>
    /// <param name="exists">Whether <c>schema_version</c> is there.</param>
    /// <param name="time">For the record of when.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="NewerSchemaException">The database is newer than the program.</exception>
    public static async Task ApplyAsync(
        DbTransaction transaction, string dialect, bool exists, TimeProvider time, CancellationToken cancellation)
    {
        var connection = transaction.Connection!;
        if (!exists)
        {
            await connection.ExecuteAsync(Command(
                "CREATE TABLE schema_version (version integer PRIMARY KEY, script text NOT NULL, applied_at text NOT NULL)"));
        }
        var found = await connection.ExecuteScalarAsync<int>(Command("SELECT coalesce(max(version), 0) FROM schema_version"));
        var scripts = Scripts(dialect);
        if (found > scripts[^1].Version)
            throw new NewerSchemaException(found, scripts[^1].Version);
        foreach (var (version, script, resource) in scripts.Where(s => s.Version > found))
        {
            await connection.ExecuteAsync(Command(await ReadAsync(resource, cancellation)));
            await connection.ExecuteAsync(Command(
                "INSERT INTO schema_version (version, script, applied_at) VALUES (@version, @script, @at)",
                new { version, script, at = Timestamp.Of(time) }));
        }

        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellation);
    }

    /// <summary>The newest version that this program knows for a database.</summary>
    public static int Newest(Database database) => Scripts(database is PostgresDatabase ? "postgres" : "sqlite")[^1].Version;

    // A script's version is the number that its name begins with: 0002-city.sql.
    private static List<(int Version, string Script, string Resource)> Scripts(string dialect)
    {
        var folder = $"GridGrains.Storage.Schema.{dialect}.";
        return [.. from resource in typeof(Schema).Assembly.GetManifestResourceNames()
            where resource.StartsWith(folder, StringComparison.Ordinal)
            let script = resource[folder.Length..]
            orderby script
            select (int.Parse(script[..4], CultureInfo.InvariantCulture), script, resource)];
    }

    private static async Task<string> ReadAsync(string resource, CancellationToken cancellation)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(resource)!);
        return await reader.ReadToEndAsync(cancellation);
    }
}
