using System.Collections.Immutable;
using GridGrains.Journal;

namespace GridGrains.Rewinding;

/// <summary>
/// Counts a place, and each place below it that is asked for, as it was when the campaign's clock showed a moment. The journal comes leaf by leaf, so of leaves one is in
/// memory at a time, whatever the size of the place; of the others only their sums are.
/// </summary>
internal sealed class Rewind
{
    private readonly Campaign campaign;
    private readonly City city;
    private readonly PlaceNode place;
    private readonly DateTime at;
    private readonly ImmutableArray<int> columns;
    private readonly long[] counts = new long[Catalogue.Current.Counts.Length];
    private readonly long[] own = new long[Catalogue.Current.Counts.Length];
    private readonly long[] hourBefore;
    private readonly long[] dayBefore;
    private readonly ImmutableArray<int> aims;
    private readonly Dictionary<PlaceId, long[]> rows = [];
    private readonly HashSet<PlaceId> withPosts;
    private readonly HashSet<PlaceId> leftWithReports = [];
    private long version;
    private DateTime? reportedAt;
    private bool hasDesk;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="campaign">As it was.</param>
    /// <param name="city">The tree of then.</param>
    /// <param name="place">The place in it.</param>
    /// <param name="at">The moment, by the campaign's clock, in UTC.</param>
    /// <param name="columns">The counts that rows have; none: no rows.</param>
    /// <param name="depth">How many levels below the place have rows.</param>
    public Rewind(Campaign campaign, City city, PlaceNode place, DateTime at, ImmutableArray<int> columns, int depth)
    {
        (this.campaign, this.city, this.place, this.at, this.columns) = (campaign, city, place, at, columns);
        aims = [.. campaign.Targets.Keys.Select(code => Catalogue.Current.TryGetCount(code, out var count) ? count.Index : -1)];
        (hourBefore, dayBefore) = (new long[aims.Length], new long[aims.Length]);
        withPosts = [.. city.Posts.Select(post => post.Place).Where(leaf => leaf.IsWithin(place.Place.Id))];
        if (columns.IsEmpty)
            return;
        foreach (var node in place.Subtree(depth))
            rows.Add(node.Place.Id, new long[columns.Length]);
    }

    /// <summary>Reads the journal.</summary>
    public async Task<PastPlace> OfAsync(IJournalStore journal, AlertTally alerts, CancellationToken cancellation)
    {
        PastLeaf? leaf = null;
        PurgedReports? kept = null;
        await foreach (var entry in journal.ReadSubtreeAsync(new LedgerKey(campaign.Id, place.Place.Id), cancellation))
        {
            if (leaf is null || entry.Ledger != leaf.Key)
            {
                End(leaf);
                (leaf, kept) = (new PastLeaf(campaign, entry.Ledger, at), null);
            }
            if (leaf.Had(entry))
                leaf.Add(entry, entry.Payload.IsEmpty ? (kept ??= await PurgedReports.ReadAsync(journal, entry.Ledger, cancellation))[entry.Sequence] : null);
        }
        End(leaf);
        // Posts are open, and short, also where nobody ever reported.
        foreach (var silent in withPosts.ToList())
            End(new PastLeaf(campaign, new LedgerKey(campaign.Id, silent), at));
        return Result(alerts);
    }

    private void End(PastLeaf? leaf)
    {
        if (leaf is null)
            return;
        withPosts.Remove(leaf.Key.Place);
        Array.Clear(own);
        leaf.AddTo(own, city.PostsAt(leaf.Key.Place), city.TryGetPlace(leaf.Key.Place, out var node) && node.IsFormer);
        version += leaf.Version;
        if (leaf.LastReportAt != default && !(reportedAt > leaf.LastReportAt))
            reportedAt = leaf.LastReportAt;
        if (leaf.Version > 0 && place.Formers.FirstOrDefault(former => leaf.Key.Place.IsWithin(former.Place.Id)) is { } left)
            leftWithReports.Add(left.Place.Id);
        hasDesk |= leaf.Key.Place == place.Place.Id.Desk && (leaf.Version > 0 || own.AsSpan().ContainsAnyExcept(0));
        for (var i = 0; i < counts.Length; i++)
            counts[i] += own[i];
        for (var i = 0; i < aims.Length; i++)
        {
            hourBefore[i] += aims[i] < 0 ? 0 : leaf.HourBefore[aims[i]];
            dayBefore[i] += aims[i] < 0 ? 0 : leaf.DayBefore[aims[i]];
        }
        for (PlaceId? id = leaf.Key.Place; id is { } above && above.IsWithin(place.Place.Id); id = above.Parent)
        {
            if (rows.TryGetValue(above, out var row))
                AddTo(row);
        }
    }

    private void AddTo(long[] row)
    {
        for (var i = 0; i < row.Length; i++)
            row[i] += own[columns[i]];
    }

    private PastPlace Result(AlertTally alerts)
    {
        var children = place.IsLeaf ? 0 : place.Children.Count + (hasDesk ? 1 : 0) + leftWithReports.Count;
        var now = campaign.RealAt(new DateTimeOffset(at, TimeSpan.Zero)).UtcDateTime;
        var whole = new PlaceCounts(
            place.Place.Id, version, now, CountVector.Copy(counts), children, children, alerts, ReportedAt: reportedAt,
            HourBefore: aims.IsEmpty ? default : [.. hourBefore], DayBefore: aims.IsEmpty ? default : [.. dayBefore]);
        return new(
            whole, campaign, place.Place, place.Expected.ToImmutableSortedDictionary(StringComparer.Ordinal), place.PlacesBelow.ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. rows.Select(row => new PastRow(row.Key, [.. row.Value]))]);
    }
}
