using System.Security.Claims;
using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>
/// What is pushed is decided anew when it is pushed: a client that has come to watch what it may not (here: past the hub, which would have refused it)
/// is sent nothing of it.
/// </summary>
public sealed class PushAccessTests
{
    public static MatrixTheoryData<string, string> Cells => new(["viewer", "reporter", "steward"], ["town", "town.north", "town.north.g1", "town.nor", "town.south", "tow"]);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Push_OfAPlaceOutsideTheRoleOrTheSubtree_IsNotSent(string role, string subtree)
    {
        await using var stage = new Stage();
        var version = 0L;
        List<string> pushed = [];
        var who = new ClaimsPrincipal(new ClaimsIdentity([new("sub", "somebody"), new("role", role), new("place", subtree)], "test"));
        using var client = new ClientFeed(new ClientLink(who, DateTimeOffset.MaxValue, Write, _ => { }), stage.Feed, stage.Trees, stage.Boards, stage.Publicly);
        PlaceId[] places = [Town.Root, Town.North, Town.North1, Town.South1];
        foreach (var place in places)
            Assert.Null((await client.WatchAsync([Town.Key(place)], CancellationToken.None)).Problem);

        var begun = stage.Time.GetUtcNow();
        await stage.PassUntilAsync(
            TimeSpan.FromMilliseconds(200),
            () =>
            {
                version++;
                foreach (var place in places)
                    stage.Grains[place].Tell(Town.Alone(place, version));
                lock (pushed)
                    return stage.Time.GetUtcNow() > begun.AddSeconds(5) && pushed.Distinct().Count() >= Allowed().Count();
            },
            "what it may see to be pushed");

        lock (pushed)
            Assert.Equal(Allowed().Order(StringComparer.Ordinal), pushed.Distinct().Order(StringComparer.Ordinal));

        IEnumerable<string> Allowed() => places.Select(p => p.Value).Where(p => $"{p}.".StartsWith($"{subtree}.", StringComparison.Ordinal));

        ValueTask Write(HubPush push)
        {
            using var json = JsonDocument.Parse(push.Message[..^1]);
            lock (pushed)
                pushed.Add(json.RootElement.GetProperty("arguments")[0].GetProperty("place").GetString()!);
            return default;
        }
    }

    [Fact]
    public async Task Watch_MoreThanATokenMayOverAllItsConnections_IsToldToSlowDown()
    {
        await using var stage = new Stage();
        stage.Options.WatchesPerToken = 3;
        var bearer = new Bearer("one", isField: true);
        using var first = Client();
        using (var second = Client())
        {
            Assert.Null((await first.WatchAsync([Town.Key(Town.Root), Town.Key(Town.North)], CancellationToken.None)).Problem);
            Assert.Null((await second.WatchAsync([Town.Key(Town.Root)], CancellationToken.None)).Problem);
            Assert.Equal(429, (await first.WatchAsync([Town.Key(Town.South)], CancellationToken.None)).Problem?.Status);
            var tree = new TreeKey(Town.Key(Town.Root), 0, [Town.ColumnNamed("tests.sampled")]);
            Assert.Equal(429, (await second.WatchTreeAsync(tree, CancellationToken.None)).Problem?.Status);
            first.Unwatch([Town.Key(Town.North)]);
            Assert.Null((await second.WatchTreeAsync(tree, CancellationToken.None)).Problem);
        }
        Assert.Null((await first.WatchAsync([Town.Key(Town.North), Town.Key(Town.South)], CancellationToken.None)).Problem);

        ClientFeed Client() => new(
            new ClientLink(FakeClient.Viewer("town"), DateTimeOffset.MaxValue, _ => default, _ => { }, bearer), stage.Feed, stage.Trees, stage.Boards, stage.Publicly);
    }
}
