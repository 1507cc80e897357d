using System.Data.Common;
using System.Globalization;
using Dapper;

namespace GridGrains.Storage;

/// <summary>The audit trail in the database. Nothing of it is ever changed or taken out; the database refuses that to everybody.</summary>
public sealed class TrailStore(Database database)
{
    private const string Columns = "entry AS Entry, at AS At, who AS Who, what AS What, campaign AS Campaign, place AS Place, outcome AS Outcome, about AS About, times AS Times";

    /// <summary>Keeps entries, in a transaction of their own.</summary>
    public Task AddAsync(IReadOnlyCollection<TrailEntry> entries, CancellationToken cancellation) => database.WriteAsync(
        async transaction =>
        {
            await AddAsync(database, transaction, entries, cancellation);
            return true;
        },
        cancellation);

    /// <summary>Newest first, what happened at and below a place in a campaign, and there in all campaigns.</summary>
    public async Task<IReadOnlyList<TrailEntry>> EntriesAsync(LedgerKey root, long before, int limit)
    {
        // In the order of bytes '/' follows '.', and everything below the root lies between the two.
        var rows = await QueryAsync(
            $"""
            SELECT {Columns} FROM trail
            WHERE entry < @before AND (campaign = @campaign OR campaign = '') AND (place = @place OR (place > @first AND place < @end))
            ORDER BY entry DESC LIMIT @limit
            """,
            new { before, campaign = root.Campaign, place = root.Place.Value, first = $"{root.Place}.", end = $"{root.Place}/", limit });
        return rows.ConvertAll(row => row.ToEntry());
    }

    /// <summary>By place, and of each the oldest first: who sent what report when, from the journal.</summary>
    public async Task<IReadOnlyList<TrailEntry>> ReportsAsync(LedgerKey root, PlaceId? after, long sequence, int limit)
    {
        // A leaf has nothing below it and an area no reports of its own, so one of the two finds nothing.
        var own = after is null || after == root.Place ? await ReportsAsync("place = @place AND sequence > @sequence", root.Place.Value) : [];
        if (own.Count > 0)
            return own;
        var from = after is { } last && last != root.Place ? last.Value : $"{root.Place}.";
        return await ReportsAsync("(place, sequence) > (@place, @sequence) AND place < @end", from);

        async Task<List<TrailEntry>> ReportsAsync(string where, string place)
        {
            var rows = await QueryAsync(
                $"""
                SELECT sequence AS Entry, recorded_at AS At, reporter AS Who, 'report' AS What, campaign AS Campaign, place AS Place,
                    '{TrailEntry.Done}' AS Outcome, report_id AS About, 1 AS Times
                FROM journal WHERE campaign = @campaign AND {where} ORDER BY place, sequence LIMIT @limit
                """,
                new { campaign = root.Campaign, place, sequence, end = $"{root.Place}/", limit });
            return rows.ConvertAll(row => row.ToEntry());
        }
    }

    /// <summary>Keeps entries with the write that they tell of, or not at all.</summary>
    internal static Task AddAsync(Database database, DbTransaction transaction, IEnumerable<TrailEntry> entries, CancellationToken cancellation) =>
        transaction.Connection!.ExecuteAsync(new CommandDefinition(
            $"""
            INSERT INTO trail (at, who, what, campaign, place, outcome, about, times)
            SELECT each.value ->> 'at', each.value ->> 'who', each.value ->> 'what', each.value ->> 'campaign', each.value ->> 'place',
                each.value ->> 'outcome', each.value ->> 'about', CAST(each.value ->> 'times' AS integer)
            FROM {database.EachObject("@rows")}
            """,
            new { rows = CityRow.Array(entries, TrailRow.Of) },
            transaction,
            cancellationToken: cancellation));

    private Task<List<TrailRow>> QueryAsync(string sql, object parameters) => database.AskAsync(
        async connection => (await connection.QueryAsync<TrailRow>(new CommandDefinition(sql, parameters, commandTimeout: 0))).AsList(),
        CancellationToken.None);

    private sealed class TrailRow
    {
        public long Entry { get; init; }

        // Of a report the databases differ in how they keep the time and the id.
        public object At { get; init; } = "";

        public string Who { get; init; } = "";

        public string What { get; init; } = "";

        public string Campaign { get; init; } = "";

        public string Place { get; init; } = "";

        public string Outcome { get; init; } = "";

        public object? About { get; init; }

        public long Times { get; init; }

        public static TrailRow Of(TrailEntry entry) => new()
        {
            At = Timestamp.Of(entry.At),
            Who = entry.Who,
            What = entry.What,
            Campaign = entry.Campaign,
            Place = entry.Place.Value,
            Outcome = entry.Outcome,
            About = entry.About,
            Times = entry.Times,
        };

        public TrailEntry ToEntry() => new(
            Entry,
            At is DateTime at ? at.ToUniversalTime() : DateTimeOffset.Parse((string)At, CultureInfo.InvariantCulture).UtcDateTime,
            Who,
            What,
            Campaign,
            PlaceId.Parse(Place),
            Outcome,
            About?.ToString(),
            (int)Times);
    }
}
