namespace GridGrains.Gateway.Tests;

public sealed class AlertTests : GatewayFacts
{
    private const string Id = "0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a";

    private const string Shape =
        $$"""{"id":"{{Id}}","rule":"post.short","severity":"critical","campaign":"shengtang-test","place":"enping.shengtang.v01.g01","subject":"site-1","since":"2022-10-06T00:00:00Z","title":{"zh":"采样点缺员","en":"short"},"acknowledged":false}""";

    [Fact]
    public async Task List_AndAcknowledge_HaveTheShapeOfTheContract()
    {
        Raise();
        Assert.Equal($"[{Shape}]", (await Gateway.GetAsync(Ledger + Town.Root + "/alerts")).IsOk().GetRawText());
        Assert.Equal("[]", (await Gateway.GetAsync(Ledger + Town.OtherGrid + "/alerts")).IsOk().GetRawText());
        var acknowledged = (await Gateway.PostAsync($"{Ledger}{Town.Village}/alerts/{Id}/acknowledge", "", role: "steward")).IsOk().GetRawText();
        Assert.Equal(Shape.Replace("\"acknowledged\":false", "\"acknowledged\":true", StringComparison.Ordinal), acknowledged);
        Assert.Equal("phone-1", Gateway.Board.By);
    }

    [Fact]
    public async Task OneThatHasGoneOn_NamesThePlaceAndLevelItHasReached()
    {
        Raise();
        Gateway.Board.Standing = [Gateway.Board.Standing[0] with { Reached = PlaceId.Parse(Town.Village) }];
        var reached = (await Gateway.GetAsync(Ledger + Town.Root + "/alerts")).IsOk()[0].GetProperty("reached").GetRawText();
        Assert.Equal($$"""{"place":"{{Town.Village}}","level":"village"}""", reached);
    }

    [Fact]
    public async Task WhoMayNot_AndWhatIsNotThere()
    {
        Raise();
        (await Gateway.PostAsync($"{Ledger}{Town.Village}/alerts/{Id}/acknowledge", "", role: "reporter")).IsProblem(403, "forbidden");
        (await Gateway.PostAsync($"{Ledger}{Town.Root}/alerts/{Id}/acknowledge", "", role: "steward", place: Town.Village)).IsProblem(403, "forbidden");
        (await Gateway.GetAsync(Ledger + Town.Root + "/alerts", place: Town.Village)).IsProblem(403, "forbidden");
        (await Gateway.PostAsync($"{Ledger}{Town.OtherGrid}/alerts/{Id}/acknowledge", "", role: "steward")).IsProblem(404, "not-found");
        (await Gateway.PostAsync($"{Ledger}{Town.Village}/alerts/17/acknowledge", "", role: "steward")).IsProblem(404, "not-found");
        (await Gateway.GetAsync(Ledger + Town.Root + "/alerts?limit=0")).IsProblem(422, "invalid");
    }

    private void Raise() => Gateway.Board.Standing =
    [
        new(Guid.Parse(Id), "post.short", AlertSeverity.Critical, Town.Round, PlaceId.Parse(Town.Grid), "site-1", Town.CreatedAt.UtcDateTime, "采样点缺员", "short"),
    ];
}
