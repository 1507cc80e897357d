using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>The places that a load reports to and that are looked at in the end.</summary>
/// <param name="Root">Where the roll-up ends.</param>
/// <param name="Areas">The root and every area below it, parents first.</param>
/// <param name="Leaves">Every leaf but desks.</param>
internal sealed record LoadTree(string Root, ImmutableArray<string> Areas, ImmutableArray<LoadLeaf> Leaves)
{
    // Where nobody says how many live in a grid: the size that grids are made of.
    private const long UsualResidents = 340;
    private const long PeoplePerHousehold = 3;

    /// <summary>A tree of places that are there; the largest leaf of an area has the sampling site of all of them.</summary>
    /// <param name="root">Where it begins.</param>
    /// <param name="places">All places at and below it, parents first.</param>
    /// <param name="posts">The post of a leaf, for leaves that have any.</param>
    public static LoadTree Of(string root, IReadOnlyCollection<PlaceView> places, IReadOnlyDictionary<string, string> posts)
    {
        var leaves = places.Where(p => p.Leaf && p.Level != Place.DeskLevel).ToList();
        var areas = places.Where(p => !p.Leaf).Select(p => p.Id).ToImmutableArray();
        var residents = leaves.ConvertAll(leaf => leaf.Attribute("residents") is > 0 and var known ? known : UsualResidents);
        var sites = leaves.Select((leaf, index) => (Parent: ParentOf(leaf.Id), index)).GroupBy(l => l.Parent)
            .ToDictionary(g => g.Key, g => g.MaxBy(l => residents[l.index]).index);
        return new(root, areas, [.. leaves.Select((leaf, index) => new LoadLeaf(
            index,
            leaf.Id,
            residents[index],
            leaf.Attribute("households") is > 0 and var households ? households : Math.Max(1, residents[index] / PeoplePerHousehold),
            sites[ParentOf(leaf.Id)],
            posts.GetValueOrDefault(leaf.Id)))]);
    }

    private static string ParentOf(string id) => id.LastIndexOf('.') is > 0 and var dot ? id[..dot] : "";
}
