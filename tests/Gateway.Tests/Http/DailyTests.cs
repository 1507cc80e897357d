namespace GridGrains.Gateway.Tests;

public sealed class DailyTests : GatewayFacts
{
    private const string Day = "/daily/2022-10-06";

    private static readonly DateTime Due = new(2022, 10, 6, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Get_HasTheShapeOfTheContract()
    {
        Write();
        var report = (await Gateway.GetAsync(Ledger + Town.Village + Day)).IsOk();
        Assert.Equal(
            $$"""
            {"campaign":"shengtang-test","place":"{{Town.Village}}","name":"村1","day":"2022-10-06","dueAt":"2022-10-06T10:00:00Z","asOf":"2022-10-06T10:00:00Z","frozen":true,"over":false,"expected":4,"received":2,"completeness":75,"timeliness":50,"zero":[{"place":"{{Town.Grid}}","name":"=村1网格1","nameEn":"V1, grid 1"}],"late":[{"place":"{{Town.OtherGrid}}","name":"村1网格2","at":"2022-10-06T11:30:00Z"}],"missing":[{"place":"enping.gone","name":"enping.gone"}],"counts":{"tests.sampled":120},"changes":{"tests.positive":-1,"tests.sampled":20},"issues":[{"place":"{{Town.Grid}}","subject":"i-1","stage":3,"since":"2022-10-06T10:00:00Z"}]}
            """,
            report.GetRawText());
    }

    [Theory]
    [InlineData("?format=csv", "*/*")]
    [InlineData("", "text/csv")]
    [InlineData("", "text/csv, application/json;q=0.5")]
    public async Task Get_AsCsv_OpensInASpreadsheet(string query, string accept)
    {
        Write();
        var answer = await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Village + Day + query, TestGateway.Token("viewer", Town.Root), headers: ("Accept", accept));
        Assert.Equal((200, "text/csv"), (answer.Status, answer.MediaType));
        Assert.Equal([0xEF, 0xBB, 0xBF], answer.Bytes[..3]);
        var lines = answer.Text[1..].Split("\r\n");
        Assert.Equal("日报,2022-10-06,村1,shengtang-test", lines[0]);
        Assert.Contains("未报,1", lines);
        Assert.Contains("及时率(%),50", lines);
        Assert.Contains("已采样人数,120,20", lines);
        Assert.Contains("阳性管数,0,-1", lines);
        Assert.Contains($"迟报,{Town.OtherGrid},村1网格2,2022-10-06 19:30", lines);
        Assert.Contains($"零报告,{Town.Grid},\"'=村1网格1\"", lines);
        Assert.Contains($"督查问题,{Town.Grid},i-1 已整改,2022-10-06 18:00", lines);
    }

    [Fact]
    public async Task Get_AsCsvInEnglish_SaysItInEnglish()
    {
        Write();
        var lines = (await Gateway.GetAsync(Ledger + Town.Village + Day + "?format=csv&lang=en")).Text[1..].Split("\r\n");
        Assert.Contains("Received in time,2", lines);
        Assert.Contains("People sampled,120,20", lines);
        Assert.Contains($"Issue,{Town.Grid},i-1 rectified,2022-10-06 18:00", lines);
    }

    [Theory]
    [InlineData("/daily/2022-10-32", 422, "invalid")]
    [InlineData("/daily/2022-10-06?format=pdf", 422, "invalid")]
    [InlineData("/daily/2022-10-06?lang=fr", 422, "invalid")]
    [InlineData("/daily/2022-10-07", 404, "not-found")]
    public async Task Get_OfWhatIsNot_IsAProblem(string address, int status, string code)
    {
        Write();
        (await Gateway.GetAsync(Ledger + Town.Village + address)).IsProblem(status, code);
    }

    [Fact]
    public async Task Get_ByWhoMayNot_IsForbidden() => (await Gateway.GetAsync(Ledger + Town.Root + Day, place: Town.Village)).IsProblem(403, "forbidden");

    private void Write() => Gateway.Journal.Daily = (key, day) => day != new DateOnly(2022, 10, 6).DayNumber ? null : new(
        key.Campaign, key.Place, day, Due, Due, false, 4, 2, [PlaceId.Parse(Town.Grid)], [new(PlaceId.Parse(Town.OtherGrid), Due.AddHours(1.5))],
        [PlaceId.Parse("enping.gone")], Town.Counts(Town.Village, 1, ("tests.sampled", 120)).Counts,
        Town.Counts(Town.Village, 1, ("tests.sampled", 100), ("tests.positive", 1)).Counts, [new(PlaceId.Parse(Town.Grid), "i-1", 3, Due)]);
}
