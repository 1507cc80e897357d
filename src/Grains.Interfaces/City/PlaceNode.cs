using System.Collections.Frozen;
using System.Collections.Immutable;

namespace GridGrains;

/// <summary>A place with its place in the tree.</summary>
public sealed class PlaceNode
{
    private readonly List<PlaceNode> children = [];
    private readonly List<PlaceNode> formers = [];
    private readonly SortedDictionary<string, long> attributesBelow = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> placesBelow = new(StringComparer.Ordinal);
    private PlaceNode? desk;
    private int leaves;

    private PlaceNode(Place place, PlaceNode? parent)
    {
        Place = place;
        Parent = parent;
        IsFormer = place.Fate?.Standing == PlaceStanding.Former;
        IsClosed = place.Fate?.Standing == PlaceStanding.Closed || parent is { IsClosed: true };
    }

    /// <summary>The place itself.</summary>
    public Place Place { get; }

    /// <summary>The place above, or null for a root.</summary>
    public PlaceNode? Parent { get; }

    /// <summary>Listed places right below, by id. The desk is not among them.</summary>
    public IReadOnlyList<PlaceNode> Children => children;

    /// <summary>Places that were right below, by id. They still have what they counted in campaigns that were closed before they left.</summary>
    public IReadOnlyList<PlaceNode> Formers => formers;

    /// <summary>Whether it is no longer in the tree.</summary>
    public bool IsFormer { get; }

    /// <summary>Whether it, or a place above it, takes no more reports.</summary>
    public bool IsClosed { get; }

    /// <summary>Whether it takes reports: a place that never had listed places below it, or a desk.</summary>
    public bool IsLeaf => children.Count == 0 && formers.Count == 0;

    /// <summary>The leaf where this area's own staff report.</summary>
    public PlaceNode Desk => desk ??= new PlaceNode(
        new Place(Place.Id.Desk, Place.DeskLevel, Place.Name, Place.NameEn, ImmutableSortedDictionary<string, long>.Empty, FateOfDesk), this);

    /// <summary>The amounts among the attributes of this place and of all below it, summed.</summary>
    public IReadOnlyDictionary<string, long> Expected => attributesBelow;

    /// <summary>How many listed places of each level lie below, this one not included.</summary>
    public IReadOnlyDictionary<string, long> PlacesBelow => placesBelow;

    /// <summary>How many listed leaves there are at and below it; 1 for a leaf.</summary>
    public int Leaves => leaves > 0 ? leaves : leaves = IsLeaf ? 1 : children.Sum(child => child.Leaves);

    /// <summary>A place by itself, as a tree had it: with the sums of what lay at and below it, and without parent and children.</summary>
    public static PlaceNode Alone(Place place, IReadOnlyDictionary<string, long> expected, IReadOnlyDictionary<string, long> placesBelow)
    {
        var node = new PlaceNode(place, null);
        foreach (var (name, amount) in expected)
            node.attributesBelow[name] = amount;
        foreach (var (level, places) in placesBelow)
            node.placesBelow[level] = places;
        return node;
    }

    /// <summary>This place and all listed places below it, to a depth (0: only itself), parents before children.</summary>
    public IEnumerable<PlaceNode> Subtree(int depth = int.MaxValue)
    {
        yield return this;
        if (depth == 0)
            yield break;
        foreach (var child in children)
        {
            foreach (var below in child.Subtree(depth - 1))
                yield return below;
        }
    }

    internal static FrozenDictionary<PlaceId, PlaceNode> Build(ImmutableArray<Place> places)
    {
        var nodes = new Dictionary<PlaceId, PlaceNode>(places.Length);
        foreach (var place in places.OrderBy(p => p.Id.Depth).ThenBy(p => p.Id.Value, StringComparer.Ordinal))
        {
            var parent = place.Id.Parent is { } above ? nodes.GetValueOrDefault(above) : null;
            var node = new PlaceNode(place, parent);
            nodes.Add(place.Id, node);
            if (node.IsFormer)
            {
                parent?.formers.Add(node);
                continue;
            }
            parent?.children.Add(node);
            node.AddUpwards(place);
        }
        return nodes.ToFrozenDictionary();
    }

    private PlaceFate? FateOfDesk =>
        IsFormer ? Place.Fate! with { Successors = [.. Place.Fate!.Successors.Select(s => new Successor(s.Place.Desk, []))] } : null;

    private void AddUpwards(Place place)
    {
        for (var at = this; at is not null; at = at.Parent)
        {
            foreach (var (name, amount) in place.Attributes.Where(attribute => Place.IsAmount(attribute.Key)))
                at.attributesBelow[name] = at.attributesBelow.GetValueOrDefault(name) + amount;
            if (at != this)
                at.placesBelow[place.Level] = at.placesBelow.GetValueOrDefault(place.Level) + 1;
        }
    }
}
