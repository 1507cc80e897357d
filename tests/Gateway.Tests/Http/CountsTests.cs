using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class CountsTests : GatewayFacts
{
    [Fact]
    public async Task ASnapshot_OfALeafAndOfAnArea()
    {
        var leaf = (await Gateway.GetAsync(Ledger + Town.Grid)).IsOk();
        Assert.Equal((Town.Grid, 120L), (leaf.GetProperty("place").GetString(), leaf.GetProperty("counts").GetProperty("tests.sampled").GetInt64()));
        var area = (await Gateway.GetAsync(Ledger + Town.Village)).IsOk();
        Assert.Equal(2, area.GetProperty("expected").GetProperty("places").GetProperty("grid").GetInt32());
    }

    [Fact]
    public async Task AViewerOfAVillage_SeesItAndNotTheRoot()
    {
        (await Gateway.GetAsync(Ledger + Town.Village, place: Town.Village)).IsOk();
        (await Gateway.GetAsync(Ledger + Town.Root, place: Town.Village)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task ASnapshot_ThatIsKnown_IsNotSentAgain()
    {
        var token = TestGateway.Token("viewer", Town.Root);
        var first = await Gateway.GetAsync(Ledger + Town.Grid);
        var tag = first.Headers["ETag"];
        var again = await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Grid, token, null, ("If-None-Match", $"\"x\", {tag}"));
        Assert.Equal((304, 0, tag), (again.Status, again.Bytes.Length, again.Headers["ETag"]));
        Assert.Equal(304, (await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Grid, token, null, ("If-None-Match", $"W/{tag}"))).Status);

        Gateway.Grid.Counts = key => Town.Counts(Town.Grid, 18);
        var newer = await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Grid, token, null, ("If-None-Match", tag));
        Assert.Equal(200, newer.Status);
        Assert.NotEqual(tag, newer.Headers["ETag"]);
    }

    [Fact]
    public async Task ASnapshot_OfTheSameVersionAndALaterMoment_IsSentAgain()
    {
        var first = await Gateway.GetAsync(Ledger + Town.Grid);
        Gateway.Grid.Counts = key => Town.Counts(Town.Grid, 17) with { AsOf = Town.CreatedAt.UtcDateTime.AddSeconds(1) };
        Assert.NotEqual(first.Headers["ETag"], (await Gateway.GetAsync(Ledger + Town.Grid)).Headers["ETag"]);
    }

    [Fact]
    public async Task Children_SumToTheirParent()
    {
        var family = (await Gateway.GetAsync(Ledger + Town.Village + "/children")).IsOk();
        var children = family.GetProperty("children").EnumerateArray().ToArray();
        Assert.Equal([Town.Grid, Town.OtherGrid], children.Select(c => c.GetProperty("place").GetString()));
        Assert.Equal(family.GetProperty("snapshot").GetProperty("version").GetInt64(), children.Sum(c => c.GetProperty("version").GetInt64()));
        Assert.Equal(Sampled(family.GetProperty("snapshot")), children.Sum(Sampled));
    }

    [Fact]
    public async Task Children_OfALeaf_AreNone() =>
        Assert.Equal(0, (await Gateway.GetAsync(Ledger + Town.Grid + "/children")).IsOk().GetProperty("children").GetArrayLength());

    [Fact]
    public async Task History_OfWhatTheGrainKeeps_ComesFromIt()
    {
        var history = (await Gateway.GetAsync(Ledger + Town.Village + "/history?count=tests.sampled&step=60&from=2022-10-06T00:00:00Z&to=1665014460")).IsOk();
        Assert.Equal("""{"count":"tests.sampled","step":60,"points":[[1665014400,1],[1665014460,2]]}""", history.GetRawText());
    }

    [Fact]
    public async Task History_OlderThanThat_ComesFromTheJournal()
    {
        var history = (await Gateway.GetAsync(Ledger + Town.Grid + "/history?count=tests.sampled&from=0&to=300")).IsOk();
        Assert.Equal("[[0,7]]", history.GetProperty("points").GetRawText());
    }

    [Fact]
    public async Task History_WithoutTimes_IsTheLastDayOfTheCampaignsTime()
    {
        Gateway.Grid.History = [];
        (await Gateway.GetAsync(Ledger + Town.Grid + "/history?count=tests.sampled")).IsOk();
        var drill = (await Gateway.GetAsync($"/api/campaigns/{Town.Drill}/places/{Town.Village}/history?count=tests.sampled")).IsOk();
        var points = drill.GetProperty("points");
        Assert.InRange(points[1][0].GetInt64() - points[0][0].GetInt64(), 24 * 3600, (24 * 3600) + 299);
        Assert.True(DateTimeOffset.FromUnixTimeSeconds(points[1][0].GetInt64()).Year < 2022, "the drill's clock runs behind");
    }

    [Theory]
    [InlineData("", "count")]
    [InlineData("count=no.such", "count")]
    [InlineData("count=tests.sampled&step=0", "step")]
    [InlineData("count=tests.sampled&step=x", "step")]
    [InlineData("count=tests.sampled&step=1", "step")]
    [InlineData("count=tests.sampled&from=yesterday", "from")]
    [InlineData("count=tests.sampled&from=200&to=100", "from")]
    [InlineData("count=tests.sampled&count=tests.sampled", "count")]
    public async Task History_OfWhatMayNotBe_IsInvalidAndNamed(string query, string member)
    {
        var problem = (await Gateway.GetAsync(Ledger + Town.Grid + "/history?" + query)).IsProblem(422, "invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Fact]
    public async Task History_OfTwoThousandPoints_IsAnswered()
    {
        (await Gateway.GetAsync(Ledger + Town.Village + "/history?count=tests.sampled&step=1&from=1000&to=2999")).IsOk();
        (await Gateway.GetAsync(Ledger + Town.Village + "/history?count=tests.sampled&step=1&from=1000&to=3000")).IsProblem(422, "invalid");
    }

    [Fact]
    public async Task Subjects_AreTheWinnersOfALeaf()
    {
        Gateway.Grid.Subjects = [new("tests.sampled", "T1", 10, Town.CreatedAt.UtcDateTime, "site-1"), new("tests.sampled", "T2", 0, Town.CreatedAt.UtcDateTime)];
        var subjects = (await Gateway.GetAsync(Ledger + Town.Grid + "/subjects?series=tests.sampled&after=T0&limit=2")).IsOk();
        Assert.Equal(
            """[{"series":"tests.sampled","subject":"T1","value":10,"at":"2022-10-06T00:00:00Z","post":"site-1"},{"series":"tests.sampled","subject":"T2","value":0,"at":"2022-10-06T00:00:00Z"}]""",
            subjects.GetRawText());
        Assert.Equal(("tests.sampled", "T0", 2), Gateway.Grid.Asked);
    }

    [Fact]
    public async Task Subjects_OncePurged_AreGoneAndSaidSo()
    {
        Gateway.Grid.Subjects = null;
        var problem = (await Gateway.GetAsync(Ledger + Town.Grid + "/subjects")).IsProblem(410, "gone");
        Assert.Contains("have been purged", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Town.Village, "", "place")]
    [InlineData(Town.Grid, "?series=no.such", "series")]
    [InlineData(Town.Grid, "?limit=501", "limit")]
    public async Task Subjects_OfWhatMayNotBe_IsInvalidAndNamed(string place, string query, string member)
    {
        var problem = (await Gateway.GetAsync(Ledger + place + "/subjects" + query)).IsProblem(422, "invalid");
        Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), problem.GetRawText());
    }

    [Theory]
    [InlineData(true, "[]")]
    [InlineData(false, """[{"count":"tests.sampled","live":120,"journal":119}]""")]
    public async Task Audit_SaysWhatDiffers(bool matches, string differences)
    {
        Gateway.Journal.Matches = matches;
        var audit = (await Gateway.GetAsync(Ledger + Town.Grid + "/audit")).IsOk();
        Assert.Equal((Town.Grid, matches, 17), (audit.GetProperty("place").GetString(), audit.GetProperty("matches").GetBoolean(), audit.GetProperty("reports").GetInt32()));
        Assert.Equal("""{"tests.sampled":120}""", audit.GetProperty("live").GetRawText());
        Assert.Equal(differences, audit.GetProperty("differences").GetRawText());
        Assert.NotNull(JsonSerializer.Deserialize(audit.GetRawText(), WireJson.Default.Audit));
    }

    private static long Sampled(JsonElement snapshot) => snapshot.GetProperty("counts").GetProperty("tests.sampled").GetInt64();
}
