using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace GridGrains;

/// <summary>The tree and the campaigns as one immutable value, made for look-ups. What is expected of a place is summed here, once, when it is built.</summary>
public sealed class City
{
    private readonly FrozenDictionary<PlaceId, PlaceNode> nodes;
    private readonly FrozenDictionary<string, Campaign> campaigns;
    private readonly FrozenDictionary<PlaceId, ImmutableArray<PostTerms>> postsOfPlace;

    /// <summary>Builds the look-ups of an image.</summary>
    public City(CityImage image)
    {
        Version = image.Version;
        Campaigns = [.. image.Campaigns.OrderBy(c => c.Id, StringComparer.Ordinal)];
        // In the order of a walk through the tree: the dot comes before every other character of an id.
        Posts = [.. image.Posts.OrderBy(p => p.Place.Value.Replace('.', '\0'), StringComparer.Ordinal).ThenBy(p => p.Id, StringComparer.Ordinal)];
        postsOfPlace = Posts.GroupBy(p => p.Place).ToFrozenDictionary(g => g.Key, g => g.Select(p => new PostTerms(p)).ToImmutableArray());
        nodes = PlaceNode.Build(image.Places);
        HasFormers = nodes.Values.Any(n => n.IsFormer);
        campaigns = image.Campaigns.ToFrozenDictionary(c => c.Id);
        Roots = [.. nodes.Values.Where(n => n.Parent is null && !n.IsFormer).OrderBy(n => n.Place.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>A city in which nothing has been imported.</summary>
    public static City Empty { get; } = new(CityImage.Empty);

    /// <summary>The version of the image.</summary>
    public long Version { get; }

    /// <summary>Places without a parent, by id.</summary>
    public ImmutableArray<PlaceNode> Roots { get; }

    /// <summary>All campaigns, by id.</summary>
    public ImmutableArray<Campaign> Campaigns { get; }

    /// <summary>All posts, in the order of the tree.</summary>
    public ImmutableArray<Post> Posts { get; }

    /// <summary>Number of listed places.</summary>
    public int PlaceCount => nodes.Count;

    /// <summary>Whether a change of the tree has left any place behind.</summary>
    public bool HasFormers { get; }

    /// <summary>The places in the tree that go on for one that is no longer there; none for one that is.</summary>
    public IReadOnlyCollection<PlaceId> HeirsOf(PlaceId id)
    {
        var (heirs, seen, open) = (new List<PlaceId>(), new HashSet<PlaceId>(), new Queue<PlaceId>([id]));
        while (open.TryDequeue(out var at))
        {
            if (!seen.Add(at) || !TryGetPlace(at, out var node))
                continue;
            if (node is { IsFormer: true, Place.Fate: { } fate })
            {
                foreach (var successor in fate.Successors)
                    open.Enqueue(successor.Place);
            }
            else if (at != id)
            {
                heirs.Add(at);
            }
        }
        return heirs;
    }

    /// <summary>The posts of a leaf, by id.</summary>
    public ImmutableArray<PostTerms> PostsAt(PlaceId leaf) => postsOfPlace.TryGetValue(leaf, out var posts) ? posts : [];

    /// <summary>Finds a listed place, the desk of an area, or a former place.</summary>
    public bool TryGetPlace(PlaceId id, [NotNullWhen(true)] out PlaceNode? found)
    {
        if (nodes.TryGetValue(id, out found))
            return true;
        if (id.IsDesk && id.Parent is { } area && nodes.TryGetValue(area, out var above) && !above.IsLeaf)
            found = above.Desk;
        return found is not null;
    }

    /// <summary>Finds a campaign.</summary>
    public bool TryGetCampaign(string id, [NotNullWhen(true)] out Campaign? found) => campaigns.TryGetValue(id, out found);

    /// <summary>Finds a place that a campaign counts: one at or below its root.</summary>
    public bool TryGetLedger(LedgerKey key, [NotNullWhen(true)] out Campaign? campaign, [NotNullWhen(true)] out PlaceNode? place)
    {
        place = null;
        return TryGetCampaign(key.Campaign, out campaign) && key.Place.IsWithin(campaign.Root) && TryGetPlace(key.Place, out place);
    }
}
