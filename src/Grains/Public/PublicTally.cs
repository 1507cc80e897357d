using System.Collections.Immutable;

namespace GridGrains.Public;

/// <summary>
/// Makes public numbers of exact ones. What lies right below an area is one part, rounded down to tens; an area shows the sum of the rounded parts at and
/// below it. So everything that is shown follows from the tens of the parts alone: whatever else is known, now or later, the ten values that
/// a part may have within its tens give the same view, and none of them can be ruled out.
/// </summary>
public sealed class PublicTally
{
    private readonly Dictionary<PlaceId, long[]> sums = [];
    private readonly Dictionary<PlaceId, int> parts = [];
    private readonly List<PlaceId> areas = [];
    private readonly PlaceId root;

    /// <summary>A tally without parts.</summary>
    /// <param name="root">Where it ends.</param>
    public PublicTally(PlaceId root) => this.root = root;

    /// <summary>What is rounded: down to tens, and to zero below ten or what cannot be.</summary>
    public static long Tens(long exact) => exact < PublicArea.Step ? 0 : exact - (exact % PublicArea.Step);

    /// <summary>Adds the part of an area: the exact counts of all leaves right below it, together.</summary>
    public void Add(PlaceId area, IEnumerable<CountVector> leaves)
    {
        areas.Add(area);
        var exact = new long[PublicCounts.All.Length];
        foreach (var leaf in leaves)
        {
            for (var i = 0; i < exact.Length; i++)
                exact[i] += leaf[PublicCounts.All[i].Index];
        }
        for (PlaceId? at = area; at is { } place && place.IsWithin(root); at = place.Parent)
        {
            parts[place] = parts.GetValueOrDefault(place) + 1;
            if (!sums.TryGetValue(place, out var sum))
                sums.Add(place, sum = new long[exact.Length]);
            for (var i = 0; i < exact.Length; i++)
                sum[i] += Tens(exact[i]);
        }
    }

    /// <summary>The areas in the order in which they were added.</summary>
    public ImmutableArray<PublicArea> ToAreas() => [.. areas.Select(area => new PublicArea(area, parts[area], [.. sums[area]]))];
}
