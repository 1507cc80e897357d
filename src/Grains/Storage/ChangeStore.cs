using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using GridGrains.Journal;

namespace GridGrains.Storage;

/// <summary>The changes of the tree in the database, as they were asked for.</summary>
public sealed class ChangeStore(Database database)
{
    private const string Columns =
        "change AS Change, version AS Version, made_at AS MadeAt, made_by AS MadeBy, request AS Request, undone AS Undone, undone_at AS UndoneAt, undone_by AS UndoneBy";

    /// <summary>A change by its id; null if there is none.</summary>
    public async Task<MadeChange?> FindAsync(string change, CancellationToken cancellation) =>
        (await QueryAsync($"SELECT {Columns} FROM changes WHERE change = @change", new { change }, cancellation)).SingleOrDefault();

    /// <summary>The newest changes, newest first.</summary>
    public Task<List<MadeChange>> NewestAsync(int limit, CancellationToken cancellation) =>
        QueryAsync($"SELECT {Columns} FROM changes ORDER BY version DESC LIMIT @limit", new { limit }, cancellation);

    /// <summary>Keeps a change, or that it is undone, with what it carries from leaf to leaf: in one transaction, or not at all.</summary>
    internal static async Task AddAsync(
        Database database, DbTransaction transaction, MadeChange made, IReadOnlyCollection<JournalEntry> carried, CancellationToken cancellation)
    {
        await ExecuteAsync(
            """
            INSERT INTO changes (change, version, made_at, made_by, request, undone, undone_at, undone_by)
            VALUES (@change, @version, @madeAt, @madeBy, @request, @undone, @undoneAt, @undoneBy)
            ON CONFLICT (change) DO UPDATE SET undone = excluded.undone, undone_at = excluded.undone_at, undone_by = excluded.undone_by
            """,
            new
            {
                change = made.Change.Id,
                version = made.Version,
                madeAt = Timestamp.Of(made.MadeAt),
                madeBy = made.MadeBy,
                request = CityRow.Json(made.Change),
                undone = made.Undone,
                undoneAt = made.UndoneAt is { } at ? Timestamp.Of(at) : null,
                undoneBy = made.UndoneBy,
            });
        // In the order in which a commit of reports would take the keys of its ledgers, so that the two seldom wait for each other crosswise.
        foreach (var entry in carried.OrderBy(e => e.Ledger.Place.Value, StringComparer.Ordinal).ThenBy(e => e.Sequence))
        {
            var row = new DynamicParameters();
            row.Add("campaign", entry.Ledger.Campaign);
            row.Add("place", entry.Ledger.Place.Value);
            row.Add("sequence", entry.Sequence);
            row.Add("id", database.JournalId(entry.ReportId));
            row.Add("reporter", entry.Reporter);
            row.Add("at", database.JournalTime(entry.RecordedAt));
            row.Add("payload", Encoding.UTF8.GetString(entry.Payload.Span));
            await ExecuteAsync(
                """
                INSERT INTO journal (campaign, place, sequence, report_id, reporter, recorded_at, payload)
                VALUES (@campaign, @place, @sequence, @id, @reporter, @at, @payload)
                """,
                row);
        }

        Task ExecuteAsync(string sql, object parameters) =>
            transaction.Connection!.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation));
    }

    private async Task<List<MadeChange>> QueryAsync(string sql, object parameters, CancellationToken cancellation)
    {
        var rows = await database.ReadAsync(
            async connection => (await connection.QueryAsync<Row>(new CommandDefinition(sql, parameters, cancellationToken: cancellation))).AsList(), cancellation);
        return rows.ConvertAll(row => row.ToChange());
    }

    private sealed class Row
    {
        public long Version { get; init; }

        public string MadeAt { get; init; } = "";

        public string MadeBy { get; init; } = "";

        public string Request { get; init; } = "";

        public long Undone { get; init; }

        public string? UndoneAt { get; init; }

        public string? UndoneBy { get; init; }

        public MadeChange ToChange() => new(
            CityRow.FromJson<PlaceChange>(Request), Version, Time(MadeAt), MadeBy, Undone, UndoneAt is { } at ? Time(at) : null, UndoneBy);

        private static DateTime Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).UtcDateTime;
    }
}
