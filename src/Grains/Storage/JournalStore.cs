using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dapper;
using GridGrains.Journal;

namespace GridGrains.Storage;

/// <summary>The journal's table. All but the commit of reports is the same in both databases.</summary>
internal abstract class JournalStore(Database database, TimeProvider time) : IJournalStore
{
    // Entries in memory at once; a page is one query, so that a slow reader holds up neither a connection nor a checkpoint.
    private const int Page = 256;

    // AskAsync has the limit: it stops waiting, which holds no thread, while the driver would stop the command.
    private const int NoTimeout = 0;

    /// <summary>Writes the canary's one row, at <c>@at</c>.</summary>
    protected const string Canary =
        """
        INSERT INTO journal_canary (id, written_at) VALUES (1, @at)
        ON CONFLICT (id) DO UPDATE SET written_at = excluded.written_at
        """;

    private const string Columns = "place, sequence, report_id, reporter, recorded_at, payload";

    /// <inheritdoc/>
    public abstract Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<JournalEntry> ReadAsync(LedgerKey ledger, long after, CancellationToken cancellation) => ReadPagesAsync(
        $"""
        SELECT {Columns} FROM journal
        WHERE campaign = @campaign AND place = @place AND sequence > @sequence
        ORDER BY sequence LIMIT {Page}
        """,
        ledger.Campaign, ledger.Place.Value, after, end: null, cancellation);

    /// <inheritdoc/>
    public async IAsyncEnumerable<JournalEntry> ReadSubtreeAsync(LedgerKey root, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in ReadAsync(root, 0, cancellation))
            yield return entry;
        // In the order of bytes '/' follows '.', and everything below the root lies between the two.
        var below = ReadPagesAsync(
            $"""
            SELECT {Columns} FROM journal
            WHERE campaign = @campaign AND (place, sequence) > (@place, @sequence) AND place < @end
            ORDER BY place, sequence LIMIT {Page}
            """,
            root.Campaign, $"{root.Place}.", 0, end: $"{root.Place}/", cancellation);
        await foreach (var entry in below)
            yield return entry;
    }

    /// <inheritdoc/>
    public async Task<JournalEntry?> FindAsync(LedgerKey ledger, long sequence, CancellationToken cancellation)
    {
        var found = await ReadPageAsync(
            $"SELECT {Columns} FROM journal WHERE campaign = @campaign AND place = @place AND sequence = @sequence",
            ledger.Campaign, ledger.Place.Value, sequence, end: null, cancellation);
        return found.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(
        string campaign, IReadOnlyCollection<PlaceId> places, CancellationToken cancellation)
    {
        var heads = await QueryAsync<(string Place, long Sequence)>(
            $"""
            SELECT place, head FROM (
                SELECT each.value AS place,
                    (SELECT max(sequence) FROM journal WHERE campaign = @campaign AND place = each.value) AS head
                FROM {database.EachText("@places")}) AS heads
            WHERE head IS NOT NULL
            """,
            new { campaign, places = JsonSerializer.Serialize(places) },
            cancellation);
        return heads.ToDictionary(h => PlaceId.Parse(h.Place), h => h.Sequence);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlySet<PlaceId>> WithEntriesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellation)
    {
        // The key begins with the campaign, so the campaigns are found first, by one step through the key for each.
        var found = await QueryAsync<string>(
            $"""
            WITH RECURSIVE campaigns_of(campaign) AS (
                SELECT min(campaign) FROM journal
                UNION ALL
                SELECT (SELECT min(campaign) FROM journal WHERE campaign > campaigns_of.campaign)
                FROM campaigns_of WHERE campaigns_of.campaign IS NOT NULL)
            SELECT DISTINCT each.value FROM campaigns_of CROSS JOIN {database.EachText("@places")}
            WHERE EXISTS (SELECT 1 FROM journal WHERE journal.campaign = campaigns_of.campaign AND journal.place = each.value)
            """,
            new { places = JsonSerializer.Serialize(places) },
            cancellation);
        return found.Select(p => PlaceId.Parse(p)).ToHashSet();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<PlaceId>> UnpurgedAsync(string campaign, PlaceId? after, int limit, CancellationToken cancellation)
    {
        // From place to place by one step through the key for each, past their entries.
        var found = await QueryAsync<string>(
            """
            WITH RECURSIVE ledgers(place) AS (
                SELECT min(place) FROM journal WHERE campaign = @campaign AND place > @after
                UNION ALL
                SELECT (SELECT min(journal.place) FROM journal WHERE campaign = @campaign AND journal.place > ledgers.place)
                FROM ledgers WHERE ledgers.place IS NOT NULL)
            SELECT place FROM ledgers
            WHERE (SELECT max(sequence) FROM journal WHERE campaign = @campaign AND journal.place = ledgers.place)
                > coalesce((SELECT through FROM journal_totals WHERE campaign = @campaign AND journal_totals.place = ledgers.place), 0)
            ORDER BY place LIMIT @limit
            """,
            new { campaign, after = after?.Value ?? "", limit },
            cancellation);
        return [.. found.Select(p => PlaceId.Parse(p))];
    }

    /// <inheritdoc/>
    public Task PurgeAsync(LedgerKey ledger, long through, string totals, CancellationToken cancellation)
    {
        return database.WriteAsync(WriteAsync, cancellation);

        async Task<bool> WriteAsync(DbTransaction transaction)
        {
            await transaction.Connection!.ExecuteAsync(new CommandDefinition(
                """
                UPDATE journal SET payload = ''
                WHERE campaign = @campaign AND place = @place AND sequence <= @through AND payload <> '';
                INSERT INTO journal_totals (campaign, place, through, totals) VALUES (@campaign, @place, @through, @totals)
                ON CONFLICT (campaign, place) DO UPDATE SET through = excluded.through, totals = excluded.totals
                WHERE journal_totals.through <= excluded.through
                """,
                new { campaign = ledger.Campaign, place = ledger.Place.Value, through, totals },
                transaction,
                cancellationToken: cancellation));
            var entry = new TrailEntry(
                0, time.GetUtcNow().UtcDateTime, TrailEntry.Service, "purgeSubjects", ledger.Campaign, ledger.Place, TrailEntry.Done, $"through report {through}");
            await TrailStore.AddAsync(database, transaction, [entry], cancellation);
            return true;
        }
    }

    /// <inheritdoc/>
    public async Task<(long Through, string Totals)?> PurgedTotalsAsync(LedgerKey ledger, CancellationToken cancellation)
    {
        var found = await QueryAsync<(long, string)>(
            "SELECT through, totals FROM journal_totals WHERE campaign = @campaign AND place = @place",
            new { campaign = ledger.Campaign, place = ledger.Place.Value },
            cancellation);
        return found.Count > 0 ? found[0] : null;
    }

    /// <inheritdoc/>
    public virtual Task ProbeAsync(CancellationToken cancellation) => WriteAsync(Canary, new { at = Timestamp.Of(time) }, cancellation);

    private async IAsyncEnumerable<JournalEntry> ReadPagesAsync(
        string sql, string campaign, string place, long sequence, string? end, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var page = await ReadPageAsync(sql, campaign, place, sequence, end, cancellation);
            foreach (var entry in page)
                yield return entry;
            if (page.Count < Page)
                yield break;
            (place, sequence) = (page[^1].Ledger.Place.Value, page[^1].Sequence);
        }
    }

    private Task<List<JournalEntry>> ReadPageAsync(
        string sql, string campaign, string place, long sequence, string? end, CancellationToken cancellation) => database.AskAsync(
        async connection =>
        {
            var command = new CommandDefinition(sql, new { campaign, place, sequence, end }, commandTimeout: NoTimeout);
            using var reader = await connection.ExecuteReaderAsync(command);
            var entries = new List<JournalEntry>();
            while (await reader.ReadAsync(CancellationToken.None))
                entries.Add(Entry(reader, campaign, entries));
            return entries;
        },
        cancellation);

    // Entries of one ledger follow each other and share its key.
    private static JournalEntry Entry(DbDataReader row, string campaign, List<JournalEntry> before)
    {
        var place = row.GetString(0);
        var ledger = before.Count > 0 && before[^1].Ledger.Place.Value == place
            ? before[^1].Ledger
            : new LedgerKey(campaign, PlaceId.Parse(place));
        return new(
            ledger, row.GetInt64(1), row.GetGuid(2), row.GetString(3), row.GetFieldValue<DateTime>(4), row.GetFieldValue<byte[]>(5));
    }

    private Task<List<T>> QueryAsync<T>(string sql, object parameters, CancellationToken cancellation)
    {
        var command = new CommandDefinition(sql, parameters, commandTimeout: NoTimeout);
        return database.AskAsync(async connection => (await connection.QueryAsync<T>(command)).AsList(), cancellation);
    }

    private Task<int> WriteAsync(string sql, object parameters, CancellationToken cancellation) => database.WriteAsync(
        transaction => transaction.Connection!.ExecuteAsync(
            new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellation)),
        cancellation);
}
