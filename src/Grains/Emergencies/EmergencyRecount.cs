using GridGrains.Journal;
using GridGrains.Recounting;

namespace GridGrains.Emergencies;

/// <summary>What the journal says of an emergency up to a moment: its counts, who was mustered at the root's children, and since when counts have said that tasks are done.</summary>
internal sealed class EmergencyRecount
{
    private readonly long[] counts = new long[Catalogue.Current.Counts.Length];
    private readonly Dictionary<PlaceId, PlaceMuster> musters = [];
    private readonly Dictionary<TaskEnd, DateTime> since = [];

    /// <summary>Reports counted.</summary>
    public long Reports { get; private set; }

    /// <summary>The root's counts. Those that follow from time alone stay zero.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>Since when, by the campaign's clock, counts have said that a task is done; those that do not say so are missing.</summary>
    public IReadOnlyDictionary<TaskEnd, DateTime> Since => since;

    /// <summary>The muster at a child of the root, or at its desk.</summary>
    public PlaceMuster At(PlaceId child) => musters.GetValueOrDefault(child, new PlaceMuster(child, 0, 0));

    /// <summary>Reads the journal of the campaign up to a moment of its clock.</summary>
    public static async Task<EmergencyRecount> OfAsync(IJournalStore journal, Campaign campaign, PlaceNode root, DateTime until)
    {
        var recount = new EmergencyRecount();
        TaskEnd[] ends = [Mustered.Complete, .. campaign.Emergency!.Plan.Tasks().Select(task => task.Until).OfType<TaskEnd>()];
        var watched = ends.SelectMany(end => new[] { end.Count, end.Of })
            .Select(code => Catalogue.Current.TryGetCount(code, out var count) ? count.Index : -1).Where(index => index >= 0).ToHashSet();
        var changes = new List<(DateTime At, CountChange Change)>();
        var key = new LedgerKey(campaign.Id, root.Place.Id);
        await foreach (var (entry, effect) in journal.ReadSubtreeAsync(key, CancellationToken.None).WithEffectsAsync(journal, CancellationToken.None))
        {
            var at = campaign.UtcAt(entry.RecordedAt);
            if (at > until)
                continue;
            recount.Reports++;
            foreach (var change in effect.Changes)
            {
                recount.Add(Below(root.Place.Id, entry.Ledger.Place), change);
                if (watched.Contains(change.Count))
                    changes.Add((at, change));
            }
        }
        recount.Follow(changes, [.. ends.Distinct()], root);
        return recount;
    }

    private static PlaceId Below(PlaceId root, PlaceId leaf)
    {
        while (leaf.Parent is { } parent && parent != root)
            leaf = parent;
        return leaf;
    }

    private void Add(PlaceId child, CountChange change)
    {
        counts[change.Count] += change.By;
        if (change.Count == Mustered.Called.Index)
            musters[child] = At(child) with { Called = At(child).Called + change.By };
        else if (change.Count == Mustered.Present.Index)
            musters[child] = At(child) with { Present = At(child).Present + change.By };
    }

    // Ledgers are read one after the other; what the root had when is known once all are put in the order of time.
    private void Follow(List<(DateTime At, CountChange Change)> changes, TaskEnd[] ends, PlaceNode root)
    {
        var then = new long[counts.Length];
        foreach (var moment in changes.GroupBy(c => c.At).OrderBy(g => g.Key))
        {
            foreach (var (_, change) in moment)
                then[change.Count] += change.By;
            foreach (var end in ends)
            {
                if (!end.IsMet(then, root))
                    since.Remove(end);
                else
                    since.TryAdd(end, moment.Key);
            }
        }
    }
}
