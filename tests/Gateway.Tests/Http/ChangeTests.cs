using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>Changes of the tree over HTTP, and what becomes of reports and tokens of places that are no longer there.</summary>
public sealed class ChangeTests : GatewayFacts
{
    private const string East = Town.Village + ".g11";
    private const string West = Town.Village + ".g12";
    private const string Split = $$"""
        {"id":"s-1","kind":"split","place":"{{Town.Grid}}","parts":[{"id":"{{East}}","name":"东"},{"id":"{{West}}","name":"西","attributes":{"households":40},"subjects":["W*"]}]}
        """;

    [Fact]
    public async Task AChange_IsAnsweredAsItStands_ListedAndUndone()
    {
        var made = (await PostAsync("/api/changes", Split)).IsOk();
        Assert.Equal(("s-1", "split", West), (made.GetProperty("id").GetString(), made.GetProperty("kind").GetString(), made.GetProperty("parts")[1].GetProperty("id").GetString()));
        Assert.Equal((ChangeKind.Split, "phone-1"), (Gateway.City.Made!.Change.Kind, Gateway.City.Made.MadeBy));
        Assert.Equal("s-1", (await Gateway.GetAsync("/api/changes", "steward")).IsOk()[0].GetProperty("id").GetString());
        Assert.True((await PostAsync("/api/changes/s-1/undo", "")).IsOk().TryGetProperty("undoneAt", out _));
        (await PostAsync("/api/changes/s-2/undo", "")).IsProblem(403, "forbidden");
    }

    [Theory]
    [InlineData("""{"id":"x","kind":"sell","place":"enping.shengtang.v01"}""", 422, "kind")]
    [InlineData("""{"id":"x","kind":"rename","place":"enping.shengtang.v01","to":"enping.shengtang.v02"}""", 422, "to")]
    [InlineData("""{"id":"x","kind":"close"}""", 400, "place")]
    [InlineData("""{"id":"x","kind":"split","place":"enping.shengtang.v01.g01","parts":[{"name":"一"}]}""", 400, "parts[0].id")]
    public async Task AChangeThatIsNoChange_IsRefusedByItsMember(string body, int status, string member) => Assert.True(
        (await PostAsync("/api/changes", body)).IsProblem(status, status == 400 ? "malformed" : "invalid").GetProperty("errors").TryGetProperty(member, out _));

    [Theory]
    [InlineData("steward", Town.Grid)] // of the place itself, and not of the one above
    [InlineData("reporter", Town.Village)]
    [InlineData("steward", "enping.shengtang.v02")]
    public async Task WhoIsNoStewardOfThePlaceAbove_MayNotChangeIt(string role, string place) =>
        (await Gateway.PostAsync("/api/changes", Split, role, place)).IsProblem(403, "forbidden");

    [Fact]
    public async Task AReportToAFormerPlace_GoesToThoseWhoGoOnForIt_InPiecesThatStayTheSame()
    {
        IsSplit();
        var id = Guid.NewGuid();
        var body = Body(id, "E1", "W1", "W2");
        var receipt = (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", body, place: Town.Grid)).IsOk();
        Assert.Equal((id, 3), (receipt.GetProperty("reportId").GetGuid(), receipt.GetProperty("applied").GetInt32()));
        await Gateway.PostAsync(Ledger + Town.Grid + "/reports", body, place: Town.Grid);
        string[] leaves = [Town.Grid, East, West];
        Assert.Equal([.. leaves, .. leaves], Gateway.Grid.Reports.Select(r => LedgerKey.Parse(r.Leaf).Place.Value));
        var sent = Gateway.Grid.Reports.ToArray();
        Assert.Equal(["W1", "W2"], sent[2].Report.Observations.Select(o => o.Subject));
        Assert.Equal((sent[1].Report.ReportId, sent[2].Report.ReportId), (sent[4].Report.ReportId, sent[5].Report.ReportId));
        Assert.Equal(3, sent[..3].Select(r => r.Report.ReportId).Distinct().Count());
    }

    [Fact]
    public async Task AZeroReportToASplitPlace_IsOneOfEachPart()
    {
        IsSplit();
        (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Body(Guid.NewGuid()), place: Town.Grid)).IsOk();
        Assert.Equal([Town.Grid, East, West], Gateway.Grid.Reports.Select(r => LedgerKey.Parse(r.Leaf).Place.Value));
    }

    [Fact]
    public async Task ATokenOfAFormerPlace_ReadsIt_AndThoseWhoGoOnForIt_AndNobodyElse()
    {
        IsSplit();
        var former = (await Gateway.GetAsync(Ledger + Town.Grid, place: Town.Grid)).IsOk();
        Assert.Equal([East, West], former.GetProperty("successors").EnumerateArray().Select(s => s.GetString()));
        (await Gateway.GetAsync(Ledger + West, place: Town.Grid)).IsOk();
        (await Gateway.GetAsync(Ledger + Town.OtherGrid, place: Town.Grid)).IsProblem(403, "forbidden");
        (await Gateway.GetAsync(Ledger + Town.Grid, place: West)).IsProblem(403, "forbidden");
    }

    [Fact]
    public async Task AReportToAClosedPlace_IsToldSo()
    {
        Gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.PlaceClosed));
        var city = Town.Image.Places.Select(place => place.Id.Value == Town.Grid ? place with { Fate = new(PlaceStanding.Closed, "c", []) } : place);
        Show([.. city]);
        var problem = (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Body(Guid.NewGuid()))).IsProblem(409, "closed");
        Assert.Contains(Town.Grid, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.True((await Gateway.GetAsync(Ledger + Town.Grid)).IsOk().GetProperty("closed").GetBoolean());
    }

    [Fact]
    public async Task AReportIdOfTheServicesOwn_IsRefused() => (await Gateway.PostAsync(
        Ledger + Town.Grid + "/reports", Body(CarriedReport.Id(7, 0, CarriedKind.Taken)))).IsProblem(422, "invalid");

    private static string Body(Guid id, params string[] subjects) =>
        $$"""{"reportId":"{{id}}","observations":[{{string.Join(',', subjects.Select(s => $$"""{"series":"tests.sampled","subject":"{{s}}","value":1,"at":"2022-10-06T00:00:00Z"}"""))}}]}""";

    private Task<Answer> PostAsync(string path, string body) => Gateway.PostAsync(path, body, "steward");

    private void IsSplit()
    {
        var old = Town.Image.Places.Single(place => place.Id.Value == Town.Grid);
        var fate = new PlaceFate(PlaceStanding.Former, "s", [new(PlaceId.Parse(East), []), new(PlaceId.Parse(West), ["W*"])]);
        Show([
            .. Town.Image.Places.Where(place => place != old), old with { Fate = fate },
            old with { Id = PlaceId.Parse(East) }, old with { Id = PlaceId.Parse(West) }]);
        Gateway.Grid.Answer = (leaf, report) => leaf.EndsWith(Town.Grid, StringComparison.Ordinal)
            ? Task.FromResult(ReportAnswer.Refused(ReportRefusal.Moved))
            : TestGrid.Counted(leaf, report);
    }

    private void Show(ImmutableArray<Place> places)
    {
        Gateway.City.Image = Town.Image with { Version = 2, Places = places };
        ((CurrentCity)Gateway.Services.GetService(typeof(CurrentCity))!).Take(Gateway.City.Image);
    }
}
