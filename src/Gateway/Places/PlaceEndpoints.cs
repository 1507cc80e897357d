using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary><c>GET /api/places</c>: the listed places of the caller's subtrees, parents before children, page by page.</summary>
internal sealed class PlaceEndpoints(CurrentCity current, CityFollower follower)
{
    private const int LargestPage = 500;

    public async Task GetAsync(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var root = query.Text("root");
        var depth = query.Number("depth", int.MaxValue, 0, PlaceId.MaxDepth);
        var limit = query.Number("limit", LargestPage, 1, LargestPage);
        var after = query.Text("after");
        if (after is not null && !PlaceId.TryParse(after, null, out _))
            query.Refuse("after", "must be the id of a place");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var (roots, refused) = await RootsAsync(http, root);
        if (refused is not null)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var places = roots.SelectMany(r => r.Subtree(depth));
        var page = Access.Reading(http.User) == AccessAction.Read
            ? Page(places, after, limit, Show)
            : Page(places.Where(node => !node.IsLeaf), after, limit, ShowPublicly);
        await http.WriteJsonAsync(page, WireJson.Default.PlacePage);
    }

    private async ValueTask<(IEnumerable<PlaceNode> Roots, Problem? Refused)> RootsAsync(HttpContext http, string? root)
    {
        if (root is not null)
        {
            var (node, refused) = await FindAsync(http, root);
            return node is null ? ([], refused) : ([node], null);
        }
        var subtrees = Access.SubtreesFor(http.User, Access.Reading(http.User));
        if (subtrees.Count == 0)
            return ([], Problem.Forbidden());
        var city = current.Value;
        return (subtrees.Select(id => city.TryGetPlace(id, out var node) ? node : null).OfType<PlaceNode>(), null);
    }

    private async ValueTask<(PlaceNode? Node, Problem? Refused)> FindAsync(HttpContext http, string root)
    {
        if (!PlaceId.TryParse(root, null, out var id) || !Access.Decide(http.User, Access.Reading(http.User), id))
            return (null, Problem.Forbidden());
        if (!current.Value.TryGetPlace(id, out var node))
            await LedgerCall.AskAsync(follower.RefreshAsync);
        if (node is null && !current.Value.TryGetPlace(id, out node))
            return (null, Problem.NotFound($"there is no place {id}"));
        if (node.IsLeaf && Access.Reading(http.User) == AccessAction.ReadPublic)
            return (null, Problem.Forbidden());
        return (node, null);
    }

    private static Wire.PlacePage Page(IEnumerable<PlaceNode> nodes, string? after, int limit, Func<PlaceNode, Wire.Place> show)
    {
        var following = after is null ? nodes : nodes.SkipWhile(node => PlaceOrder.Compare(node.Place.Id.Value, after) <= 0);
        var page = following.Take(limit + 1).ToArray();
        var shown = page.Length > limit ? page.AsSpan(0, limit) : page;
        var places = ImmutableArray.CreateBuilder<Wire.Place>(shown.Length);
        foreach (var node in shown)
            places.Add(show(node));
        return new Wire.PlacePage(places.MoveToImmutable(), page.Length > limit ? page[limit - 1].Place.Id.Value : null);
    }

    // Attributes are small numbers too, such as households.
    private static Wire.Place ShowPublicly(PlaceNode node) => Show(node) with { Attributes = ImmutableSortedDictionary<string, long>.Empty };

    private static Wire.Place Show(PlaceNode node)
    {
        var place = node.Place;
        return new(place.Id.Value, place.Id.Parent?.Value, place.Level, place.Name, place.NameEn, node.IsLeaf, place.Attributes);
    }
}
