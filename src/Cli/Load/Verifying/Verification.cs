using System.Collections.Concurrent;

namespace GridGrains.Cli;

/// <summary>Compares what the service says in the end with what it acknowledged: at the root, at every leaf, and children with their parents at every level.</summary>
internal sealed class Verification(Api api, LoadTree tree, string campaign, int atOnce, TimeProvider time)
{
    private const int DifferencesKept = 20;
    private static readonly TimeSpan LongestArrival = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentQueue<string> differences = new();
    private Baseline baseline = Baseline.Nothing;
    private int areas;
    private int leaves;

    /// <summary>Areas that were looked at.</summary>
    public int Done => Volatile.Read(ref areas);

    /// <summary>Takes what a campaign that was there before contains already.</summary>
    public async Task<Baseline> BeginAsync(CancellationToken cancellation)
    {
        var found = new ConcurrentDictionary<string, SnapshotView>();
        await ForEachAreaAsync(family =>
        {
            found[family.Snapshot.Place] = family.Snapshot;
            foreach (var child in family.Children)
                found[child.Place] = child;
        }, cancellation);
        return baseline = new Baseline(found);
    }

    /// <summary>Compares everything.</summary>
    public async Task<Verdict> CompareAsync(ExpectedLedger expected, long observations, CancellationToken cancellation)
    {
        foreach (var contradiction in expected.Contradictions)
            differences.Enqueue(contradiction);
        await ArriveAsync(baseline.VersionOf(tree.Root) + expected.Reports, cancellation);
        var seen = new ConcurrentDictionary<int, bool>();
        (areas, leaves) = (0, 0);
        await ForEachAreaAsync(family => Compare(family, expected, seen), cancellation);
        foreach (var leaf in tree.Leaves.Where(leaf => !seen.ContainsKey(leaf.Index) && expected[leaf.Index].Reports > 0))
            differences.Enqueue($"{leaf.Id} acknowledged {expected[leaf.Index].Reports} reports and is no child of its area");
        var root = await api.SnapshotAsync(campaign, tree.Root, cancellation);
        Compare(root, expected.Total(), expected.Reports);
        var audited = await AuditAsync(cancellation);
        return new Verdict(leaves, areas, expected.Reports, observations, audited, [.. differences.Take(DifferencesKept)], differences.Count);
    }

    private Task ForEachAreaAsync(Action<FamilyView> look, CancellationToken cancellation) => Parallel.ForEachAsync(
        tree.Areas,
        new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
        async (area, stopping) =>
        {
            look(await api.ChildrenAsync(campaign, area, stopping));
            Interlocked.Increment(ref areas);
        });

    // Counts go up the tree within moments; what has not come after a minute is lost.
    private async Task ArriveAsync(long reports, CancellationToken cancellation)
    {
        for (var begun = time.GetTimestamp(); time.GetElapsedTime(begun) < LongestArrival;)
        {
            if ((await api.SnapshotAsync(campaign, tree.Root, cancellation)).Version >= reports)
                return;
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private void Compare(FamilyView family, ExpectedLedger expected, ConcurrentDictionary<int, bool> seen)
    {
        var parent = family.Snapshot;
        var below = family.Children.Sum(c => c.Version);
        if (below != parent.Version)
            differences.Enqueue($"{parent.Place} contains {parent.Version} reports and its children {below}");
        foreach (var count in LoadSeries.Counts)
        {
            var sum = family.Children.Sum(c => c.Counts.GetValueOrDefault(count));
            if (sum != parent.Counts.GetValueOrDefault(count))
                differences.Enqueue($"{parent.Place}: {count} is {parent.Counts.GetValueOrDefault(count)}, and its children's sum is {sum}");
        }
        foreach (var child in family.Children)
        {
            if (!expected.IndexOf.TryGetValue(child.Place, out var leaf))
                continue;
            seen[leaf] = true;
            var counts = new Dictionary<string, long>();
            expected[leaf].AddTo(counts);
            Compare(child, counts, expected[leaf].Reports);
            if (expected[leaf].LastSequence > child.Version)
                differences.Enqueue($"{child.Place} acknowledged report number {expected[leaf].LastSequence} and contains {child.Version}");
            Interlocked.Increment(ref leaves);
        }
    }

    private void Compare(SnapshotView found, Dictionary<string, long> acknowledged, long reports)
    {
        var expected = baseline.VersionOf(found.Place) + reports;
        if (found.Version != expected)
            differences.Enqueue($"{found.Place} acknowledged {expected} reports and contains {found.Version}");
        foreach (var count in LoadSeries.Counts)
        {
            var right = baseline.CountOf(found.Place, count) + acknowledged.GetValueOrDefault(count);
            if (found.Counts.GetValueOrDefault(count) is var shown && shown != right)
                differences.Enqueue($"{found.Place}: {count} is {shown} and must be {right}");
        }
    }

    private async Task<bool> AuditAsync(CancellationToken cancellation)
    {
        var audit = await api.AuditAsync(campaign, tree.Root, cancellation);
        if (!audit.Matches)
            differences.Enqueue($"{tree.Root} differs from its journal");
        return audit.Matches;
    }
}

/// <summary>What places contained before the run.</summary>
internal sealed class Baseline(IReadOnlyDictionary<string, SnapshotView> places)
{
    /// <summary>A campaign in which nothing was reported.</summary>
    public static Baseline Nothing { get; } = new(new Dictionary<string, SnapshotView>());

    /// <summary>The reports that a place contained.</summary>
    public long VersionOf(string place) => places.TryGetValue(place, out var known) ? known.Version : 0;

    /// <summary>A count of a place.</summary>
    public long CountOf(string place, string count) => places.TryGetValue(place, out var known) ? known.Counts.GetValueOrDefault(count) : 0;
}
