namespace GridGrains.Emergencies;

/// <summary>Goes down the live areas to where people were called. Areas in which nobody was are not asked: the one above has said so.</summary>
internal sealed class MusterSurvey(IGrainFactory grains, City city, Campaign campaign)
{
    private const int AskedAtOnce = 32;

    private readonly Dictionary<PlaceId, PlaceMuster> leaves = [];

    /// <summary>The muster of the campaign, and the root's counts that it was taken with.</summary>
    public async Task<(MusterState Muster, PlaceCounts Root)> TakeAsync(PlaceNode root, int limit)
    {
        var first = await AskAsync(root.Place.Id);
        var areas = Sort(first);
        while (areas.Count > 0)
        {
            var next = new List<PlaceId>();
            foreach (var some in areas.Chunk(AskedAtOnce))
            {
                foreach (var family in await Task.WhenAll(some.Select(AskAsync)))
                    next.AddRange(Sort(family));
            }
            areas = next;
        }
        var missing = leaves.Values.Where(leaf => leaf.Present < leaf.Called).OrderBy(leaf => InTree(leaf.Place), StringComparer.Ordinal).ToList();
        var silent = root.Subtree().Where(n => n.IsLeaf && !(leaves.TryGetValue(n.Place.Id, out var leaf) && leaf.Called > 0)).Select(n => n.Place.Id).ToList();
        var due = campaign.OpensAt.UtcDateTime.AddMinutes(campaign.Emergency!.Plan.MusterMinutes);
        var (called, present) = (first.Area.Counts[Mustered.Called.Index], first.Area.Counts[Mustered.Present.Index]);
        return (new(called, present, due, missing.Count, [.. missing.Take(limit)], silent.Count, [.. silent.Take(limit)]), first.Area);
    }

    // The order of a walk through the tree: the dot comes before every other character of an id.
    private static string InTree(PlaceId place) => place.Value.Replace('.', '\0');

    private Task<PlaceFamily> AskAsync(PlaceId area) => grains.GetGrain<IAreaGrain>(new LedgerKey(campaign.Id, area).ToString()).Children();

    // Keeps what leaves say, and answers the areas to ask.
    private List<PlaceId> Sort(PlaceFamily family)
    {
        var areas = new List<PlaceId>();
        foreach (var child in family.Children)
        {
            var muster = new PlaceMuster(child.Place, child.Counts[Mustered.Called.Index], child.Counts[Mustered.Present.Index]);
            if (muster is { Called: 0, Present: 0 })
                continue;
            if (child.Place.IsDesk || (city.TryGetPlace(child.Place, out var node) && node.IsLeaf))
                leaves[child.Place] = muster;
            else
                areas.Add(child.Place);
        }
        return areas;
    }
}
