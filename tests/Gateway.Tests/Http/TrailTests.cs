namespace GridGrains.Gateway.Tests;

/// <summary>Who did what, for stewards; and what was refused, for the trail.</summary>
public sealed class TrailTests : GatewayFacts
{
    private static readonly DateTime At = new(2022, 10, 6, 1, 2, 3, DateTimeKind.Utc);

    internal override (string Key, string Value)[] Settings => [("Gateway:RequestsPerSecond", "0")];

    private TestTrail Trail => Gateway.Board.Trail;

    [Fact]
    public async Task Get_IsForStewardsOfThePlace()
    {
        foreach (var role in new[] { "public", "viewer", "reporter" })
            (await Gateway.GetAsync(Ledger + Town.Root + "/trail", role)).IsProblem(403, "forbidden");
        (await Gateway.GetAsync(Ledger + Town.Root + "/trail", "steward", Town.Village)).IsProblem(403, "forbidden");
        (await Gateway.GetAsync(Ledger + Town.Village + "/trail", "steward")).IsOk();
    }

    [Fact]
    public async Task Get_IsPaged()
    {
        Trail.Kept = [Entry(9, "putCampaign"), Entry(7, "report", 3), Entry(5, "importPlaces") with { Campaign = "" }];
        var page = (await Gateway.GetAsync(Ledger + Town.Root + "/trail?limit=2", "steward")).IsOk();
        Assert.Equal("7", page.GetProperty("next").GetString());
        Assert.Equal(["putCampaign", "report"], page.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("what").GetString()));
        Assert.Equal(3, page.GetProperty("entries")[1].GetProperty("times").GetInt32());
        page = (await Gateway.GetAsync(Ledger + Town.Root + "/trail?after=7", "steward")).IsOk();
        Assert.Equal((7, 501), (Trail.Asked.Before, Trail.Asked.Limit));
        Assert.False(page.TryGetProperty("next", out _));
        Assert.False(page.GetProperty("entries")[2].TryGetProperty("campaign", out _));
    }

    [Fact]
    public async Task Get_OfReports_IsPagedByPlaceAndSequence()
    {
        Trail.Kept = [Entry(1, "report"), Entry(2, "report")];
        var page = (await Gateway.GetAsync(Ledger + Town.Root + "/trail?of=reports&limit=1", "steward")).IsOk();
        Assert.Equal(Town.Grid + "/1", page.GetProperty("next").GetString());
        await Gateway.GetAsync(Ledger + Town.Root + $"/trail?of=reports&after={Town.Grid}/1", "steward");
        Assert.Equal((PlaceId.Parse(Town.Grid), 1), (Trail.Asked.After!.Value, Trail.Asked.Sequence));
    }

    [Theory]
    [InlineData("?of=notices")]
    [InlineData("?after=a.b/1")]
    [InlineData("?after=-1")]
    [InlineData("?of=reports&after=1")]
    [InlineData("?limit=501")]
    public async Task Get_WithWhatMayNotBe_Is422(string query) =>
        (await Gateway.GetAsync(Ledger + Town.Root + "/trail" + query, "steward")).IsProblem(422, "invalid");

    [Fact]
    public async Task Refusals_AreTold_WithWhoWhatWhereAndOutcome()
    {
        await Gateway.GetAsync(Ledger + Town.Elsewhere);
        await Gateway.GetAsync(Ledger + Town.Elsewhere);
        await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Report(Observation(value: "-1")));
        await Gateway.PostAsync($"/api/campaigns/{Town.Round}/reports", $$"""[{ "place": "{{Town.Elsewhere}}", "reportId": "{{Guid.NewGuid()}}", "observations": [] }]""");
        await Gateway.PutAsync("/api/places", TestGateway.Csv("id,level\n"));
        // Of what somebody wrote where an id should be nothing is kept.
        await Gateway.GetAsync("/api/campaigns/13800138000/places/a.13800138000");
        // And what was asked and not there is no refusal.
        await Gateway.GetAsync(Ledger + Town.Root + ".nowhere");

        await Until(() => Trail.Told.Sum(e => e.Times) >= 6);
        var told = Trail.Told.GroupBy(e => $"{e.Who} {e.What} {e.Campaign} {e.Place} {e.Outcome}").Select(g => $"{g.Key} {g.Sum(e => e.Times)}").Order();
        Assert.Equal(
            [
                $"phone-1 getSnapshot  {Town.Root} forbidden 1",
                $"phone-1 getSnapshot {Town.Round} {Town.Elsewhere} forbidden 2",
                $"phone-1 importPlaces  {Town.Root} invalid 1",
                $"phone-1 report {Town.Round} {Town.Grid} invalid 1",
                $"phone-1 reportMany {Town.Round} {Town.Elsewhere} forbidden 1",
            ],
            told);
    }

    [Fact]
    public async Task Refusals_WhileTheTrailHangs_KeepNobodyWaitingAndAreBounded()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Trail.BeforeKeeping = () => open.Task;
        for (var i = 0; i < RefusalTrail.MostInASecond + 700; i++)
            (await Gateway.GetAsync(Ledger + $"jingde.p{i}")).IsProblem(403, "forbidden");
        open.SetResult();
        await Until(() => Trail.Told.Count >= RefusalTrail.MostInASecond);
        Assert.True(Trail.Told.Count + Gateway.Dropped <= RefusalTrail.MostInASecond + 700);
    }

    private static TrailEntry Entry(long number, string what, int times = 1) =>
        new(number, At, "steward-1", what, Town.Round, PlaceId.Parse(Town.Grid), "done", null, times);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "waited 30 s for the trail to be told");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
