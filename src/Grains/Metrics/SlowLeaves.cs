using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Metrics;

/// <summary>
/// Leaves of this process at which a report waited long for its commit, for a minute. That is how machines are, not people: what is kept is a place and a time,
/// a few of them, and they are told in the order of the tree.
/// </summary>
internal static class SlowLeaves
{
    private const int MostKept = 200;
    private const int MostTold = 20;

    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly ConcurrentDictionary<PlaceId, (double Milliseconds, long At)> Leaves = new();

    /// <summary>A report at this leaf took so long.</summary>
    public static void Took(PlaceId leaf, TimeSpan took, TimeProvider time)
    {
        if (took < Long || (Leaves.Count >= MostKept && !Leaves.ContainsKey(leaf)))
            return;
        var (milliseconds, now) = (took.TotalMilliseconds, time.GetTimestamp());
        Leaves.AddOrUpdate(leaf, (milliseconds, now), (_, known) => (Math.Max(known.Milliseconds, milliseconds), now));
    }

    /// <summary>Those of the last minute.</summary>
    public static ImmutableArray<SlowLeaf> Newest(TimeProvider time)
    {
        foreach (var old in Leaves.Where(leaf => time.GetElapsedTime(leaf.Value.At) > Kept))
            Leaves.TryRemove(old);
        return [.. Leaves.OrderByDescending(leaf => leaf.Value.Milliseconds).Take(MostTold).OrderBy(leaf => leaf.Key.Value, StringComparer.Ordinal).Select(leaf => new SlowLeaf(leaf.Key, leaf.Value.Milliseconds))];
    }
}
