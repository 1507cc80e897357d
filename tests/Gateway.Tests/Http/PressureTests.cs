using System.Globalization;

namespace GridGrains.Gateway.Tests;

/// <summary>More reports than there is room for.</summary>
public sealed class PressureTests : GatewayFacts
{
    private const string Address = Ledger + Town.Grid + "/reports";

    private readonly TaskCompletionSource open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task MoreReportsThanFit_AreRefusedAndLaterTakenAgain()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:ReportsInFlight", "4"), ("Gateway:ReportPatience", "00:00:04"));
        gateway.Grid.Answer = HeldAsync;
        var taken = Enumerable.Range(0, 4).Select(_ => gateway.PostAsync(Address, Report())).ToArray();
        await Until(() => gateway.Grid.Reports.Count == 4, "four reports at the leaf");

        var refused = await gateway.PostAsync(Address, Report());
        refused.IsProblem(503, "unavailable");
        Assert.InRange(int.Parse(refused.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 3);
        Assert.Equal(4, gateway.Grid.Reports.Count);

        open.SetResult();
        Assert.All(await Task.WhenAll(taken), answer => answer.IsOk());
        (await gateway.PostAsync(Address, Report())).IsOk();
    }

    [Fact]
    public async Task AReportThatWaitsForRoom_GoesWhenThereIsSome()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:ReportsInFlight", "4"), ("Gateway:ReportPatience", "00:00:04"));
        gateway.Grid.Answer = HeldAsync;
        var taken = Enumerable.Range(0, 4).Select(_ => gateway.PostAsync(Address, Report())).ToArray();
        await Until(() => gateway.Grid.Reports.Count == 4, "four reports at the leaf");
        var waiting = gateway.PostAsync(Address, Report());
        open.SetResult();
        (await waiting).IsOk();
        await Task.WhenAll(taken);
    }

    [Fact]
    public async Task ABulkCall_TakesRoomItemByItem()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:ReportsInFlight", "1"));
        gateway.Grid.Answer = async (leaf, report) =>
        {
            Assert.InRange(Interlocked.Increment(ref atLeaf), 1, 1);
            await Task.Yield();
            Interlocked.Decrement(ref atLeaf);
            return await TestGrid.Counted(leaf, report);
        };
        var items = Enumerable.Range(0, 2).Select(_ => $$"""{ "place": "{{Town.Grid}}", "reportId": "{{Guid.NewGuid()}}", "observations": [] }""");
        var answers = (await gateway.PostAsync($"/api/campaigns/{Town.Round}/reports", $"[{string.Join(',', items)}]")).IsOk();
        Assert.All(answers.EnumerateArray(), a => Assert.True(a.TryGetProperty("sequence", out _), a.GetRawText()));
    }

    [Fact]
    public async Task ACallThatNobodyWaitsForAnyMore_KeepsItsRoomUntilItEnds()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:ReportsInFlight", "1"), ("Gateway:ReportPatience", "00:00:00.1"));
        gateway.Grid.Answer = HeldAsync;
        (await gateway.PostAsync(Address, Report())).IsProblem(503, "unavailable");
        (await gateway.PostAsync(Address, Report())).IsProblem(503, "unavailable");
        Assert.Single(gateway.Grid.Reports);
        open.SetResult();
        (await gateway.PostAsync(Address, Report())).IsOk();
    }

    [Fact]
    public async Task ABodyForWhichThereIsNoRoom_IsRefusedUnread()
    {
        await using var gateway = await TestGateway.StartAsync(
            ("Gateway:MaxBodyBytes", "1024"), ("Gateway:ReportBytesInFlight", "1024"), ("Gateway:ReportPatience", "00:00:04"));
        gateway.Grid.Answer = HeldAsync;
        var first = gateway.PostAsync(Address, Report() + new string(' ', 600));
        await Until(() => !gateway.Grid.Reports.IsEmpty, "a report at the leaf");
        (await gateway.PostAsync(Address, "not json" + new string(' ', 600))).IsProblem(503, "unavailable");
        (await gateway.PostAsync(Address, "not json")).IsProblem(400, "malformed");
        open.SetResult();
        (await first).IsOk();
    }

    [Fact]
    public async Task SendingAgain_HasABudgetForAllReportsTogether()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:RetriesPerSecond", "1"), ("Gateway:ReportPatience", "00:00:01"));
        gateway.Grid.Answer = (_, _) => Task.FromResult(ReportAnswer.Refused(ReportRefusal.Unknown));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.PostAsync(Address, Report())));
        Assert.All(answers, answer => answer.IsProblem(503, "unavailable"));
        // Two at once and at most one in each tenth of a second after.
        Assert.InRange(gateway.Grid.Reports.Count, 51, 80);
    }

    private int atLeaf;

    private async Task<ReportAnswer> HeldAsync(string leaf, Report report)
    {
        await open.Task;
        return await TestGrid.Counted(leaf, report);
    }

    private static async Task Until(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"waited 10 s for {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
