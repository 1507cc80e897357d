namespace GridGrains.Gateway.Tests;

public sealed class EmergencyTests : GatewayFacts
{
    private const string Emergency = $"/api/campaigns/{Town.Outbreak}/emergency";
    private const string FirstReport = Emergency + "/tasks/first-report/done";

    [Fact]
    public async Task Get_HasTheShapeOfTheContract()
    {
        await BeginAsync();
        Assert.Equal(
            $$"""
            {"campaign":"shengtang-outbreak","plan":"outbreak","title":{"zh":"疫情处置","en":"Outbreak"},"place":"enping.shengtang","drill":false,"activatedAt":"2022-10-06T00:00:00Z","asOf":"2022-10-06T00:40:00Z","muster":{"called":176,"present":158,"dueAt":"2022-10-06T00:30:00Z","incomplete":1,"missing":[{"place":"{{Town.Grid}}","name":"=村1网格1","nameEn":"V1, grid 1","called":20,"present":2}],"uncalled":1,"notCalling":[{"place":"{{Town.OtherGrid}}","name":"村1网格2"}]},"groups":[{"code":"command","title":{"zh":"指挥组","en":"Command"},"tasks":[{"code":"muster","title":{"zh":"集合","en":"Muster"},"dueAt":"2022-10-06T00:30:00Z","state":"late"},{"code":"first-report","title":{"zh":"首次报告","en":"First report"},"dueAt":"2022-10-06T02:00:00Z","state":"open"}]}]}
            """,
            (await Gateway.GetAsync(Emergency)).IsOk().GetRawText());
    }

    [Theory]
    [InlineData("?limit=0", 200)]
    [InlineData("?limit=501", 422)]
    public async Task Get_NamesAsManyPlacesAsAreAskedFor(string query, int status)
    {
        await BeginAsync();
        Assert.Equal(status, (await Gateway.GetAsync(Emergency + query)).Status);
    }

    [Fact]
    public async Task Done_AndTakenBack_AnswersTheTask()
    {
        await BeginAsync();
        const string Done = """{"code":"first-report","title":{"zh":"首次报告","en":"First report"},"dueAt":"2022-10-06T02:00:00Z","state":"done","doneAt":"2022-10-06T00:50:00Z","by":"steward"}""";
        Assert.Equal(Done, (await MarkAsync(HttpMethod.Post, FirstReport)).IsOk().GetRawText());
        Assert.Equal(Done, (await MarkAsync(HttpMethod.Post, FirstReport)).IsOk().GetRawText());
        Assert.Equal("open", (await MarkAsync(HttpMethod.Delete, FirstReport)).IsOk().GetProperty("state").GetString());
    }

    [Fact]
    public async Task Done_OfWhatIsNotThereOrClosed_IsAProblem()
    {
        await BeginAsync();
        (await MarkAsync(HttpMethod.Post, Emergency + "/tasks/no-such/done")).IsProblem(404, "not-found");
        (await MarkAsync(HttpMethod.Post, $"/api/campaigns/{Town.Round}/emergency/tasks/muster/done")).IsProblem(404, "not-found");
        (await MarkAsync(HttpMethod.Post, "/api/campaigns/no-such/emergency/tasks/muster/done")).IsProblem(404, "not-found");
        (await Gateway.PostAsync($"/api/campaigns/{Town.Outbreak}/close", "", role: "steward")).IsOk();
        (await MarkAsync(HttpMethod.Post, FirstReport)).IsProblem(409, "closed");
        (await Gateway.GetAsync($"/api/campaigns/{Town.Round}/emergency")).IsProblem(404, "not-found");
    }

    [Theory]
    [InlineData("reporter", Town.Root, 200)]
    [InlineData("viewer", "enping", 200)]
    [InlineData("reporter", Town.Village, 403)]
    [InlineData("public", Town.Root, 403)]
    public async Task Get_IsForThoseWhoMaySeeTheRoot(string role, string place, int status)
    {
        await BeginAsync();
        Assert.Equal(status, (await Gateway.GetAsync(Emergency, role, place)).Status);
        Assert.Equal(status, (await Gateway.GetAsync(Emergency + "/summary", role, place)).Status);
        Assert.Equal(403, (await Gateway.SendAsync(HttpMethod.Post, FirstReport, TestGateway.Token(role, place))).Status);
    }

    [Fact]
    public async Task Summary_AsJsonAndForASpreadsheet()
    {
        await BeginAsync();
        var summary = (await Gateway.GetAsync(Emergency + "/summary")).IsOk();
        Assert.Equal(
            """[{"place":"enping.shengtang.v01","name":"村1","called":176,"present":176}]""", summary.GetProperty("places").GetRawText());
        Assert.Equal(["late", "never"], summary.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("outcome").GetString()));
        Assert.Equal("""[{"rule":"muster.incomplete","severity":"critical","raised":1}]""", summary.GetProperty("alerts").GetRawText());
        Assert.True(summary.GetProperty("frozen").GetBoolean());

        var csv = await Gateway.GetAsync(Emergency + "/summary?format=csv");
        Assert.Equal((200, "text/csv"), (csv.Status, csv.MediaType));
        var lines = csv.Text[1..].Split("\r\n");
        Assert.Equal("应急汇总,疫情处置,圣堂镇,shengtang-outbreak", lines[0]);
        Assert.Contains("集合完成时间,2022-10-06 08:42", lines);
        Assert.Contains("指挥组,首次报告,2022-10-06 10:00,逾期未完成,", lines);
        Assert.Contains("已采样人数,12", lines);
        Assert.Contains("Command,First report,2022-10-06 10:00,due and not done,", (await Gateway.GetAsync(Emergency + "/summary?format=csv&lang=en")).Text.Split("\r\n"));
        (await Gateway.GetAsync(Emergency + "/summary?format=pdf")).IsProblem(422, "invalid");
    }

    private Task<Answer> MarkAsync(HttpMethod method, string address) => Gateway.SendAsync(method, address, TestGateway.Token("steward", Town.Root));

    private async Task BeginAsync() => (await Gateway.PutAsync(
        $"/api/campaigns/{Town.Outbreak}", TestGateway.Json($$"""{ "root": "{{Town.Root}}", "emergency": { "plan": "outbreak" } }"""))).IsOk();
}
