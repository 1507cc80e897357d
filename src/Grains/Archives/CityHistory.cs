using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using GridGrains.Storage;

namespace GridGrains.Archives;

/// <summary>
/// Every version of the tree, the posts and a campaign, as lines of an archive: the rows of their tables with the versions from which and until which they hold. Who
/// made a version, and what else it changed, stays behind.
/// </summary>
internal static class CityHistory
{
    private const string Maker = "archive";
    private static readonly CityTable[] Tables = [CityTable.Places, CityTable.Posts, CityTable.Campaigns];
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The lines of what concerns a campaign: the places at, below and above its root, their posts, itself.</summary>
    public static Task<List<string>> ReadAsync(Database database, string campaign, PlaceId root, long version, CancellationToken cancellation) => database.ReadAsync(
        async connection =>
        {
            var lines = new List<string>();
            var versions = await connection.QueryAsync<(long Version, string MadeAt)>(new CommandDefinition(
                "SELECT version, made_at FROM city_version WHERE version <= @version ORDER BY version", new { version }, cancellationToken: cancellation));
            lines.AddRange(versions.Select(v => new JsonObject { ["version"] = v.Version, ["madeAt"] = v.MadeAt }.ToJsonString(Plain)));
            foreach (var table in Tables)
            {
                await using var command = Command(connection, $"SELECT since_version, until_version, {string.Join(", ", table.Columns)} FROM {table.Name} ORDER BY since_version, {table.Id}");
                await using var rows = await command.ExecuteReaderAsync(cancellation);
                while (await rows.ReadAsync(cancellation))
                {
                    if (rows.GetInt64(0) <= version && Concerns(table, rows, campaign, root))
                        lines.Add(Line(table, rows, version));
                }
            }
            return lines;
        },
        cancellation);

    /// <summary>Puts lines into a database without a city.</summary>
    public static Task<bool> WriteAsync(Database database, IEnumerable<string> lines, CancellationToken cancellation) => database.WriteAsync(
        async transaction =>
        {
            foreach (var line in lines)
                await WriteAsync(transaction, JsonNode.Parse(line)!.AsObject());
            return true;
        },
        cancellation);

    private static Task<int> WriteAsync(DbTransaction transaction, JsonObject line)
    {
        var values = new DynamicParameters();
        if (line["version"] is { } version)
        {
            values.Add("version", (long)version);
            values.Add("at", (string?)line["madeAt"]);
            values.Add("by", Maker);
            return transaction.Connection!.ExecuteAsync("INSERT INTO city_version (version, made_at, made_by, what) VALUES (@version, @at, @by, '')", values, transaction);
        }
        var table = Tables.FirstOrDefault(t => t.Name == (string?)line["table"]) ?? throw new ArchiveException($"{ArchiveFiles.City} has a table '{line["table"]}' that this program does not know.");
        values.Add("since", (long)line["since"]!);
        values.Add("until", (long?)line["until"]);
        foreach (var column in table.Columns)
            values.Add(column, (string?)line["row"]?[column]);
        return transaction.Connection!.ExecuteAsync(
            $"INSERT INTO {table.Name} (since_version, until_version, {string.Join(", ", table.Columns)}) VALUES (@since, @until, {string.Join(", ", table.Columns.Select(c => $"@{c}"))})",
            values,
            transaction);
    }

    private static bool Concerns(CityTable table, DbDataReader row, string campaign, PlaceId root)
    {
        if (table == CityTable.Campaigns)
            return row.GetString(row.GetOrdinal("campaign")) == campaign;
        var place = PlaceId.Parse(row.GetString(row.GetOrdinal("place")));
        return place.IsWithin(root) || (table == CityTable.Places && root.IsWithin(place));
    }

    private static string Line(CityTable table, DbDataReader row, long version)
    {
        var values = new JsonObject();
        for (var i = 0; i < table.Columns.Length; i++)
            values[table.Columns[i]] = row.IsDBNull(i + 2) ? null : row.GetString(i + 2);
        // What a later version has ended holds here.
        long? until = row.IsDBNull(1) || row.GetInt64(1) > version ? null : row.GetInt64(1);
        return new JsonObject { ["table"] = table.Name, ["since"] = row.GetInt64(0), ["until"] = until, ["row"] = values }.ToJsonString(Plain);
    }

    private static DbCommand Command(DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
