namespace GridGrains.Gateway.Tests;

/// <summary>Looking back over HTTP: the shape of a snapshot, with the names of then.</summary>
public sealed class RewindTests : GatewayFacts
{
    [Theory]
    [InlineData("2022-10-06T12:00:00+08:00")]
    [InlineData("2022-10-06T12:00:00%2B08:00")]
    [InlineData("2022-10-06T04:00:00Z")]
    public async Task Get_IsASnapshotOfThatMoment(string moment)
    {
        var past = (await Gateway.GetAsync($"{Ledger}{Town.Village}/at/{moment}")).IsOk();
        Assert.Equal(
            $$$"""
            {"campaign":"shengtang-test","place":"{{{Town.Village}}}","level":"village","name":"旧名","version":9,"asOf":"2022-10-06T04:00:00Z","counts":{"tests.sampled":60},"expected":{"residents":600,"places":{"grid":2}},"targets":{"tests.sampled":{"target":600,"remaining":540,"coverage":10}},"children":{"expected":0,"heard":0},"alerts":{"critical":0,"warning":0}}
            """,
            past.GetRawText());
    }

    [Fact]
    public async Task GetTree_HasARowForEachPlaceBelow()
    {
        var tree = (await Gateway.GetAsync($"{Ledger}{Town.Village}/at/2022-10-06T04:00:00Z/tree?counts=tests.sampled,households.informed")).IsOk();
        Assert.Equal(("2022-10-06T04:00:00Z", 60), (tree.GetProperty("at").GetString(), tree.GetProperty("snapshot").GetProperty("counts").GetProperty("tests.sampled").GetInt32()));
        Assert.Equal("""["tests.sampled","households.informed"]""", tree.GetProperty("counts").GetRawText());
        Assert.Equal($"""[["{Town.Village}",60,61],["{Town.Grid}",60,61],["{Town.OtherGrid}",60,61]]""", tree.GetProperty("rows").GetRawText());
        var alone = (await Gateway.GetAsync($"{Ledger}{Town.Village}/at/2022-10-06T04:00:00Z/tree?counts=tests.sampled&depth=0")).IsOk();
        Assert.Equal(1, alone.GetProperty("rows").GetArrayLength());
    }

    [Theory]
    [InlineData("/at/yesterday", 422, "invalid")]
    [InlineData("/at/2022-10-06T12:00:00", 422, "invalid")]
    [InlineData("/at/2999-10-06T12:00:00Z", 422, "invalid")]
    [InlineData("/at/2022-10-06T04:00:00Z/tree", 422, "invalid")]
    [InlineData("/at/2022-10-06T04:00:00Z/tree?counts=tests.unheard", 422, "invalid")]
    [InlineData("/at/2022-10-06T04:00:00Z/tree?counts=tests.sampled&depth=11", 422, "invalid")]
    [InlineData("/at/2021-10-06T04:00:00Z", 404, "not-found")]
    [InlineData("/at/2022-10-06T05:00:00Z", 503, "unavailable")]
    public async Task Get_OfWhatIsNot_IsAProblem(string address, int status, string code) =>
        (await Gateway.GetAsync(Ledger + Town.Village + address)).IsProblem(status, code);

    [Fact]
    public async Task AMomentAheadOfADrillsClock_IsRefused()
    {
        var answer = await Gateway.GetAsync($"/api/campaigns/{Town.Drill}/places/{Town.Village}/at/2022-10-06T04:00:00Z/tree?counts=tests.sampled");
        // The drill's clock began in the year 2000, when the round did in 2022, so it shows some year before 2022.
        if (TimeProvider.System.GetUtcNow().Year < 2044)
            answer.IsProblem(422, "invalid");
    }

    [Theory]
    [InlineData("public", Town.Root)]
    [InlineData("viewer", Town.OtherGrid)]
    public async Task Get_ByWhoMayNot_IsForbidden(string role, string place) =>
        (await Gateway.GetAsync($"{Ledger}{Town.Village}/at/2022-10-06T04:00:00Z", role, place)).IsProblem(403, "forbidden");
}
