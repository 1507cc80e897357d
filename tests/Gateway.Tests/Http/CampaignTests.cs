namespace GridGrains.Gateway.Tests;

public sealed class CampaignTests : GatewayFacts
{
    private const string Body = """
        { "id": "new", "kind": "round", "title": "第二轮", "titleEn": "Second round", "root": "enping.shengtang", "opensAt": "2022-10-06T07:00:00+08:00",
          "deadline": "2022-10-08T18:00:00+08:00", "targets": { "tests.sampled": "residents" }, "drill": { "origin": "2022-10-06T07:00:00+08:00", "speed": 120 } }
        """;

    [Theory]
    [InlineData("enping.shengtang", 3)]
    [InlineData("enping.shengtang.v01", 3)]
    [InlineData("jingde", 1)]
    [InlineData("elsewhere", 0)]
    public async Task List_ShowsWhatCountsSomethingInTheCallersSubtrees(string place, int campaigns) =>
        Assert.Equal(campaigns, (await Gateway.GetAsync("/api/campaigns", place: place)).IsOk().GetArrayLength());

    [Fact]
    public async Task Get_ACampaign_HasTheShapeOfTheContract() => Assert.Equal(
        """{"id":"shengtang-drill","kind":"round","title":"全员核酸筛查","titleEn":"Everybody tested","root":"enping.shengtang","opensAt":"2022-10-06T00:00:00Z","state":"open","targets":{"tests.sampled":"residents"},"drill":{"origin":"2000-01-01T00:00:00Z","speed":1},"createdAt":"2022-10-06T00:00:00Z"}""",
        (await Gateway.GetAsync($"/api/campaigns/{Town.Drill}")).IsOk().GetRawText());

    [Fact]
    public async Task Get_OfOthersAndOfNone()
    {
        (await Gateway.GetAsync($"/api/campaigns/{Town.Foreign}")).IsProblem(403, "forbidden");
        (await Gateway.GetAsync("/api/campaigns/no-such")).IsProblem(404, "not-found");
    }

    [Fact]
    public async Task Put_ANewCampaign_IsThereAtOnce()
    {
        var put = (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(Body))).IsOk();
        Assert.Equal(("open", "2022-10-05T23:00:00Z"), (put.GetProperty("state").GetString(), put.GetProperty("opensAt").GetString()));
        Assert.Equal(put.GetRawText(), (await Gateway.GetAsync("/api/campaigns/new")).IsOk().GetRawText());
    }

    [Fact]
    public async Task Put_AnEmergency_NeedsNothingButTheRootAndThePlan()
    {
        var put = (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json("""{ "root": "enping.shengtang", "emergency": { "plan": "outbreak" } }"""))).IsOk();
        Assert.Equal("""{"plan":"outbreak","activatedAt":"2022-10-06T00:00:00Z"}""", put.GetProperty("emergency").GetRawText());
        var (campaign, plan) = Gateway.City.Activated!.Value;
        Assert.Equal(("outbreak", "", DateTimeOffset.MinValue, CampaignKind.Round), (plan, campaign.Title, campaign.OpensAt, campaign.Kind));
        (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(put.GetRawText()))).IsOk();
    }

    [Theory]
    [InlineData("""{ "root": "enping.shengtang", "emergency": { } }""", 400, "emergency.plan")]
    [InlineData("""{ "root": "enping.shengtang", "emergency": { "plan": "outbreak", "title": "x" } }""", 400, "emergency.title")]
    [InlineData("""{ "emergency": { "plan": "outbreak" } }""", 400, "root")]
    [InlineData("""{ "root": "enping.shengtang" }""", 400, "kind")]
    public async Task Put_AnEmergencyThatIsNone_NamesTheMember(string body, int status, string member) => Assert.Equal(
        [member],
        (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(body))).IsProblem(status, "malformed").GetProperty("errors").EnumerateObject().Select(e => e.Name));

    [Fact]
    public async Task Put_WhatWasGot_IsTaken()
    {
        var got = (await Gateway.GetAsync($"/api/campaigns/{Town.Drill}")).Text;
        (await Gateway.PutAsync($"/api/campaigns/{Town.Drill}", TestGateway.Json(got))).IsOk();
    }

    [Theory]
    [InlineData("\"id\": \"new\"", "\"id\": \"other\"", 422, "id")]
    [InlineData("\"round\"", "\"square\"", 422, "kind")]
    [InlineData("\"root\": \"enping.shengtang\"", "\"root\": \"A B\"", 422, "root")]
    [InlineData("2022-10-08T18:00:00+08:00", "tomorrow", 422, "deadline")]
    [InlineData("\"2022-10-06T07:00:00+08:00\", \"speed\"", "\"2022\", \"speed\"", 422, "drill.origin")]
    [InlineData("\"speed\": 120", "\"speed\": \"fast\"", 400, "drill.speed")]
    [InlineData("\"speed\": 120", "\"pace\": 120", 400, "drill.pace")]
    [InlineData("\"title\"", "\"name\"", 400, "name")]
    [InlineData("\"title\": \"第二轮\", ", "", 400, "title")]
    public async Task Put_NotAsItMustBe_NamesTheMember(string what, string with, int status, string member)
    {
        var answer = await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(Body.Replace(what, with, StringComparison.Ordinal)));
        var problem = answer.IsProblem(status, status == 400 ? "malformed" : "invalid");
        Assert.Equal([member], problem.GetProperty("errors").EnumerateObject().Select(e => e.Name));
    }

    [Fact]
    public async Task Put_WhatTheCityRefuses_IsNamed()
    {
        Gateway.City.Errors = [new ImportError(1, "targets.x", "is not a count")];
        var problem = (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(Body))).IsProblem(422, "invalid");
        Assert.Equal("is not a count", problem.GetProperty("errors").GetProperty("targets.x")[0].GetString());
    }

    [Fact]
    public async Task Put_OutsideTheSubtree_IsForbidden()
    {
        (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(Body), place: Town.Village)).IsProblem(403, "forbidden");
        (await Gateway.PutAsync("/api/campaigns/new", TestGateway.Json(Body), role: "reporter")).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task Put_OverACampaignOfOthers_IsForbidden()
    {
        var body = Body.Replace("\"id\": \"new\", ", "", StringComparison.Ordinal);
        (await Gateway.PutAsync($"/api/campaigns/{Town.Foreign}", TestGateway.Json(body))).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task Close_ACampaign_ItsLeavesRefuseAndItStaysReadable()
    {
        var closed = (await Gateway.PostAsync($"/api/campaigns/{Town.Round}/close", "", role: "steward")).IsOk();
        Assert.Equal("closed", closed.GetProperty("state").GetString());
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.Closed));
        (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Report())).IsProblem(409, "closed");
        (await Gateway.GetAsync(Ledger + Town.Grid)).IsOk();
    }

    [Fact]
    public async Task Close_ByWhoMayNot_IsForbidden()
    {
        (await Gateway.PostAsync($"/api/campaigns/{Town.Round}/close", "", role: "reporter")).IsProblem(403, "forbidden");
        (await Gateway.PostAsync($"/api/campaigns/{Town.Round}/close", "", role: "steward", place: Town.Village)).IsProblem(403, "forbidden");
        (await Gateway.PostAsync("/api/campaigns/no-such/close", "", role: "steward")).IsProblem(404, "not-found");
    }
}
