using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

public sealed class PostTests : GatewayFacts
{
    [Fact]
    public async Task List_OfAnArea_IsInTheOrderOfTheTreeWithTheShapeOfTheContract()
    {
        await ImportAsync(
            new Post("z", PlaceId.Parse(Town.Grid), "sampling-site", "采样点", "volunteer:2;cadre:1", "07:30-21:00"),
            new Post("y", PlaceId.Parse("enping.shengtang.v01-b"), "gate", "门", "", "00:00-24:00"),
            new Post("x", PlaceId.Parse(Town.Root).Desk, "command-post", "指挥部", "cadre:1", "00:00-24:00"),
            new Post("w", PlaceId.Parse(Town.Elsewhere), "gate", "门", "", "00:00-24:00"));
        Gateway.Grid.Posts = key => key.EndsWith("g01", StringComparison.Ordinal)
            ? [State("z") with { OnDuty = Roles(("cadre", 1)), Missing = Roles(("volunteer", 2)), UncoveredSince = Town.CreatedAt.UtcDateTime, UncoveredToday = 25, UncoveredYesterday = 3 }]
            : key.EndsWith("desk", StringComparison.Ordinal) ? [State("x")] : [State("y")];

        var posts = (await Gateway.GetAsync(Ledger + Town.Root + "/posts")).IsOk();

        Assert.Equal(["x", "z", "y"], posts.EnumerateArray().Select(p => p.GetProperty("id").GetString()));
        Assert.Equal(
            """{"id":"z","place":"enping.shengtang.v01.g01","kind":"sampling-site","name":"采样点","hours":"07:30-21:00","open":true,"required":{"cadre":1,"volunteer":2},"onDuty":{"cadre":1},"short":{"volunteer":2},"uncoveredSince":"2022-10-06T00:00:00Z","uncovered":{"today":25,"yesterday":3}}""",
            posts[1].GetRawText());
        Assert.Equal(["z"], (await Gateway.GetAsync(Ledger + Town.Root + "/posts?after=x&limit=1")).IsOk().EnumerateArray().Select(p => p.GetProperty("id").GetString()));
        Assert.Equal(1, (await Gateway.GetAsync(Ledger + Town.Grid + "/posts")).IsOk().GetArrayLength());
    }

    [Fact]
    public async Task List_WhereThereIsNone_IsEmpty() => Assert.Equal("[]", (await Gateway.GetAsync(Ledger + Town.Root + "/posts")).Text);

    [Fact]
    public async Task List_ByWhoMayNot_IsForbidden() =>
        (await Gateway.GetAsync(Ledger + Town.Root + "/posts", place: Town.Village)).IsProblem(403, "forbidden");

    [Fact]
    public async Task List_WhereLeavesNameTheirPostsAlike_ShowsAllAndGoesOnAfterEach()
    {
        await ImportAsync(
            new Post("gate", PlaceId.Parse(Town.Grid), "gate", "门", "", "00:00-24:00"),
            new Post("gate", PlaceId.Parse(Town.OtherGrid), "gate", "门", "", "00:00-24:00"));
        Gateway.Grid.Posts = _ => [State("gate")];

        Assert.Equal([Town.Grid, Town.OtherGrid], Places(await Gateway.GetAsync(Ledger + Town.Root + "/posts")));
        Assert.Equal([Town.OtherGrid], Places(await Gateway.GetAsync(Ledger + Town.Root + $"/posts?after={Town.Grid}/gate")));
        Assert.Empty(Places(await Gateway.GetAsync(Ledger + Town.Root + $"/posts?after={Town.OtherGrid}/gate")));
        static IEnumerable<string?> Places(Answer answer) => answer.IsOk().EnumerateArray().Select(p => p.GetProperty("place").GetString());
    }

    private static PostState State(string post) => new(post, true, Roles(), Roles(), null);

    private static ImmutableSortedDictionary<string, int> Roles(params (string Role, int Number)[] roles) =>
        roles.ToImmutableSortedDictionary(r => r.Role, r => r.Number);

    // Whatever is put makes the gateway fetch the city.
    private async Task ImportAsync(params Post[] posts)
    {
        Gateway.City.Image = Gateway.City.Image with { Posts = [.. posts] };
        (await Gateway.PutAsync($"/api/campaigns/{Town.Drill}", TestGateway.Json((await Gateway.GetAsync($"/api/campaigns/{Town.Drill}")).Text))).IsOk();
    }
}
