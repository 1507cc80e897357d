using System.Text.Json;

namespace GridGrains.Gateway.Tests;

public sealed class BulkTests : GatewayFacts
{
    private const string Address = $"/api/campaigns/{Town.Round}/reports";

    [Fact]
    public async Task Items_AreAnsweredInOrderEachWithItsOwnFate()
    {
        var answers = (await Gateway.PostAsync(Address, Bulk(
            (Town.Grid, Observation()),
            (Town.Village, Observation()),
            (Town.Elsewhere, Observation()),
            ("no place", Observation()),
            (Town.Grid, Observation(value: "21")),
            (Town.Grid, Observation(value: "1.5")),
            ("enping.shengtang.nowhere", Observation()),
            (Town.OtherGrid, "")))).IsOk();
        Assert.Equal([200, 422, 403, 403, 422, 422, 404, 200], answers.EnumerateArray().Select(StatusOf));
        Assert.Equal([Town.Grid, Town.OtherGrid], Gateway.Grid.Reports.Select(r => LedgerKey.Parse(r.Leaf).Place.Value).Order());
    }

    [Fact]
    public async Task ManyItems_AllHaveTheirOwnAnswer()
    {
        var ids = Enumerable.Range(0, 300).Select(_ => Guid.NewGuid()).ToArray();
        var body = "[" + string.Join(',', ids.Select(id => Item(Town.Grid, id, Observation()))) + "]";
        var answers = (await Gateway.PostAsync(Address, body)).IsOk();
        Assert.Equal(ids, answers.EnumerateArray().Select(a => a.GetProperty("reportId").GetGuid()));
    }

    [Fact]
    public async Task ASlowLeaf_HoldsUpNoOther()
    {
        var last = new TaskCompletionSource();
        Gateway.Grid.Answer = async (leaf, report) =>
        {
            if (leaf.EndsWith(Town.Grid, StringComparison.Ordinal))
                await last.Task.WaitAsync(TestContext.Current.CancellationToken);
            else
                last.TrySetResult();
            return await TestGrid.Counted(leaf, report);
        };
        var answers = (await Gateway.PostAsync(Address, Bulk((Town.Grid, ""), (Town.OtherGrid, "")))).IsOk();
        Assert.Equal([200, 200], answers.EnumerateArray().Select(StatusOf));
    }

    [Fact]
    public async Task AClosedCampaign_IsSaidOfEveryItemThatItHasNotCounted()
    {
        Gateway.Grid.Answer = (leaf, report) =>
            leaf.EndsWith(Town.OtherGrid, StringComparison.Ordinal) ? TestGrid.Counted(leaf, report) : Task.FromResult(ReportAnswer.Refused(ReportRefusal.Closed));
        var answers = (await Gateway.PostAsync($"/api/campaigns/{Town.Closed}/reports", Bulk((Town.Grid, ""), (Town.OtherGrid, "")))).IsOk();
        Assert.Equal([409, 200], answers.EnumerateArray().Select(StatusOf));
    }

    [Fact]
    public async Task AViewer_MayNotReport() => (await Gateway.PostAsync(Address, "[]", role: "viewer")).IsProblem(403, "forbidden");

    [Fact]
    public async Task ABodyNotOfTheShape_IsMalformedAsAWhole()
    {
        (await Gateway.PostAsync(Address, "{}")).IsProblem(400, "malformed");
        Assert.Empty(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task MoreThanTwoThousandObservations_AreTooLargeAsAWhole()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:MaxBodyBytes", "1000000"));
        var body = "[" + string.Join(',', Enumerable.Repeat(Item(Town.Grid, Guid.NewGuid(), [.. Enumerable.Repeat(Observation(), 401)]), 5)) + "]";
        (await gateway.PostAsync(Address, body)).IsProblem(413, "too-large");
        Assert.Empty(gateway.Grid.Reports);
    }

    private static int StatusOf(JsonElement answer) => answer.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number ? status.GetInt32() : 200;

    private static string Bulk(params (string Place, string Observation)[] items) =>
        "[" + string.Join(',', items.Select(i => Item(i.Place, Guid.NewGuid(), i.Observation))) + "]";

    private static string Item(string place, Guid id, params string[] observations) =>
        $$"""{ "place": "{{place}}", "reportId": "{{id}}", "observations": [{{string.Join(',', observations.Where(o => o.Length > 0))}}] }""";
}
