using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>
/// <c>…/posts</c>: the posts at and below a place. The city says which there are and in what order; only the leaves of those on the page are asked
/// how they are staffed.
/// </summary>
internal sealed class PostEndpoints(LedgerLookup ledgers, IGrainFactory grains, CurrentCity current)
{
    private const int LargestPage = 500;
    private const int AskedAtOnce = 32;
    // A place's id, a stroke, a post's.
    private const int LongestAfter = 400;

    public async Task ListAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindAsync(http.User, AccessAction.Read, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var limit = query.Number("limit", LargestPage, 1, LargestPage);
        var after = query.Text("after");
        if (after is { Length: > LongestAfter })
            query.Refuse("after", "must be the id of the post that the page before ended with, with its place before it as place/id");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var city = current.Value;
        var posts = city.Posts.Where(post => post.Place.IsWithin(found.Key.Place));
        if (after is not null)
            posts = posts.SkipWhile(post => post.Id != after && $"{post.Place}/{post.Id}" != after).Skip(1);
        var page = posts.Take(limit).ToArray();
        var states = await AskAsync(c, page);
        await http.WriteJsonAsync(
            [.. page.Where(post => states.ContainsKey((post.Place, post.Id))).Select(post => Shape(post, states[(post.Place, post.Id)], city))],
            WireJson.Default.ImmutableArrayPostState);
    }

    private async Task<ConcurrentDictionary<(PlaceId, string), PostState>> AskAsync(string campaign, Post[] page)
    {
        var states = new ConcurrentDictionary<(PlaceId, string), PostState>();
        await Parallel.ForEachAsync(
            page.Select(post => post.Place).Distinct(),
            new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnce },
            async (leaf, _) =>
            {
                var key = new LedgerKey(campaign, leaf).ToString();
                foreach (var state in await LedgerCall.AskAsync(() => grains.GetGrain<IGridGrain>(key).Posts()))
                    states[(leaf, state.Post)] = state;
            });
        return states;
    }

    private static Wire.PostState Shape(Post post, PostState state, City city) => new(
        post.Id,
        post.Place.Value,
        post.Kind,
        post.Name,
        post.Hours.Length > 0 ? post.Hours : null,
        state.IsOpen,
        city.PostsAt(post.Place).First(p => p.Post.Id == post.Id).Required.ToImmutableSortedDictionary(r => r.Role, r => r.Number),
        state.OnDuty,
        state.Missing,
        state.UncoveredSince,
        new(state.UncoveredToday, state.UncoveredYesterday));
}
