using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using GridGrains.Board;

namespace GridGrains.Storage;

/// <summary>The notices of all campaigns and who has acknowledged them, in the database.</summary>
public sealed class NoticeStore(Database database, TimeProvider time)
{
    private const string Columns =
        """
        notice AS Id, place AS Place, zh AS Zh, en AS En, published_at AS PublishedAt, acknowledged_by AS AcknowledgedBy
        """;

    /// <summary>The newest notices of a campaign, newest first. What is expected of them is not known here.</summary>
    public async Task<IReadOnlyList<Notice>> NewestAsync(string campaign, int limit, CancellationToken cancellation)
    {
        var rows = await QueryAsync<NoticeRow>(
            $"SELECT {Columns} FROM notices WHERE campaign = @campaign ORDER BY published_at DESC, recorded_at DESC, notice LIMIT @limit",
            new { campaign, limit },
            cancellation);
        return rows.ConvertAll(row => row.ToNotice(campaign));
    }

    /// <summary>A notice; null if the campaign has none of this id.</summary>
    public async Task<Notice?> FindAsync(string campaign, Guid id, CancellationToken cancellation)
    {
        var rows = await QueryAsync<NoticeRow>(
            $"SELECT {Columns} FROM notices WHERE campaign = @campaign AND notice = @id", new { campaign, id = id.ToString() }, cancellation);
        return rows.Count > 0 ? rows[0].ToNotice(campaign) : null;
    }

    /// <summary>Makes a notice durable, or nothing if there is one of its id.</summary>
    /// <returns>Whether it was made.</returns>
    public Task<bool> AddAsync(Notice notice, string by, CancellationToken cancellation) => database.WriteAsync(
        transaction => AddAsync(database, transaction, notice, by, time.GetUtcNow().UtcDateTime, cancellation), cancellation);

    /// <summary>As above, with the write that it tells of, or not at all.</summary>
    internal static async Task<bool> AddAsync(
        Database database, DbTransaction transaction, Notice notice, string by, DateTime now, CancellationToken cancellation)
    {
        var made = await transaction.Connection!.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO notices (campaign, notice, place, zh, en, published_at, published_by, recorded_at)
            VALUES (@campaign, @id, @place, @zh, @en, @publishedAt, @by, @recordedAt)
            ON CONFLICT (campaign, notice) DO NOTHING
            """,
            new
            {
                campaign = notice.Campaign,
                id = notice.Id.ToString(),
                place = notice.Place.Value,
                zh = notice.Text.Zh,
                en = notice.Text.En,
                publishedAt = Timestamp.Of(notice.PublishedAt),
                by,
                recordedAt = Timestamp.Of(now),
            },
            transaction,
            cancellationToken: cancellation)) > 0;
        if (made)
        {
            var entry = new TrailEntry(0, now, by, "publishNotice", notice.Campaign, notice.Place, TrailEntry.Done, notice.Id.ToString());
            await TrailStore.AddAsync(database, transaction, [entry], cancellation);
        }
        return made;
    }

    /// <summary>Makes acknowledgements durable, in one transaction; those that were there already change nothing.</summary>
    /// <returns>By how many leaves each notice is acknowledged that these are of.</returns>
    public Task<IReadOnlyDictionary<Guid, int>> AcknowledgeAsync(
        string campaign, IReadOnlyCollection<Acknowledgement> acknowledgements, CancellationToken cancellation)
    {
        // In one order, so that two writers that meet wait for each other and never in a ring.
        var rows = CityRow.Array(
            acknowledgements.OrderBy(a => a.Place.Value, StringComparer.Ordinal).ThenBy(a => a.Notice),
            a => new AcknowledgementRow(a.Notice.ToString(), a.Place.Value, Timestamp.Of(a.At), a.By));
        var counting = acknowledgements.Where(a => a.Counts).Select(a => (a.Notice, a.Place)).ToHashSet();
        return database.WriteAsync(WriteAsync, cancellation);

        async Task<IReadOnlyDictionary<Guid, int>> WriteAsync(DbTransaction transaction)
        {
            var added = await QueryAsync<(string Notice, string Place)>(
                transaction,
                $"""
                INSERT INTO notice_acknowledgements (campaign, place, notice, recorded_at, acknowledged_by)
                SELECT @campaign, each.value ->> 'place', each.value ->> 'notice', each.value ->> 'at', each.value ->> 'by'
                FROM {database.EachObject("@rows")} WHERE true
                ON CONFLICT (campaign, place, notice) DO NOTHING
                RETURNING notice, place
                """,
                new { campaign, rows },
                cancellation);
            var whose = acknowledgements.DistinctBy(a => (a.Notice, a.Place)).ToDictionary(a => (a.Notice, a.Place));
            await TrailStore.AddAsync(
                database,
                transaction,
                added.Select(row => whose[(Guid.Parse(row.Notice), PlaceId.Parse(row.Place))]).Select(a => new TrailEntry(
                    0, a.At, a.By, "acknowledgeNotice", campaign, a.Place, TrailEntry.Done, a.Notice.ToString())),
                cancellation);
            var more = added.Select(row => (Notice: Guid.Parse(row.Notice), Place: PlaceId.Parse(row.Place)))
                .Where(counting.Contains).CountBy(row => row.Notice).ToDictionary();
            var totals = new Dictionary<Guid, int>();
            foreach (var notice in acknowledgements.Select(a => a.Notice).Distinct().Order())
            {
                var total = await QueryAsync<int>(
                    transaction,
                    """
                    UPDATE notices SET acknowledged_by = acknowledged_by + @more WHERE campaign = @campaign AND notice = @notice
                    RETURNING acknowledged_by
                    """,
                    new { campaign, notice = notice.ToString(), more = more.GetValueOrDefault(notice) },
                    cancellation);
                totals[notice] = total.Single();
            }
            return totals;
        }
    }

    /// <summary>Those of these notices that a leaf has acknowledged.</summary>
    public async Task<IReadOnlySet<Guid>> AcknowledgedAsync(string campaign, PlaceId leaf, CancellationToken cancellation)
    {
        var found = await QueryAsync<string>(
            "SELECT notice FROM notice_acknowledgements WHERE campaign = @campaign AND place = @place",
            new { campaign, place = leaf.Value },
            cancellation);
        return found.Select(Guid.Parse).ToHashSet();
    }

    /// <summary>The leaves at and below a place that have acknowledged a notice.</summary>
    public async Task<IReadOnlySet<PlaceId>> AcknowledgersAsync(string campaign, Guid notice, PlaceId root, CancellationToken cancellation)
    {
        // In the order of bytes '/' follows '.', and everything below the root lies between the two.
        var found = await QueryAsync<string>(
            """
            SELECT place FROM notice_acknowledgements
            WHERE campaign = @campaign AND notice = @notice AND (place = @root OR (place > @first AND place < @end))
            """,
            new { campaign, notice = notice.ToString(), root = root.Value, first = $"{root}.", end = $"{root}/" },
            cancellation);
        return found.Select(place => PlaceId.Parse(place)).ToHashSet();
    }

    private Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellation) => database.AskAsync(
        async connection => (await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, commandTimeout: 0))).AsList(), cancellation);

    private static async Task<List<T>> QueryAsync<T>(DbTransaction transaction, string sql, object parameters, CancellationToken cancellation) =>
        (await transaction.Connection!.QueryAsync<T>(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation))).AsList();

    private sealed record AcknowledgementRow(string Notice, string Place, string At, string By);

    private sealed class NoticeRow
    {
        public string Id { get; init; } = "";

        public string Place { get; init; } = "";

        public string? Zh { get; init; }

        public string? En { get; init; }

        public string PublishedAt { get; init; } = "";

        public long AcknowledgedBy { get; init; }

        public Notice ToNotice(string campaign) => new(
            Guid.Parse(Id),
            campaign,
            PlaceId.Parse(Place),
            new NoticeText(Zh, En),
            DateTimeOffset.Parse(PublishedAt, CultureInfo.InvariantCulture).UtcDateTime,
            (int)AcknowledgedBy,
            0);
    }
}
