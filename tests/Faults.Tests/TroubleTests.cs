namespace GridGrains.Faults.Tests;

public sealed class TroubleTests(Machine machine)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(7);

    // Of each kind the one that is hardest to bear: no answer at all, gone with everything under way, no room, and somebody else's lock.
    [Theory]
    [InlineData("hung-postgres")]
    [InlineData("killed-postgres")]
    [InlineData("full-sqlite")]
    [InlineData("locked-sqlite")]
    public async Task ADatabaseInTrouble_UnderLoad_LosesNothingAnswersInTimeAndComesBack(string trouble)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => Troubles.RunAsync(stores, Trouble.Of(trouble), Length, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.True(outcome.Unknown > 0, "nothing was refused: there was no trouble");
    }

    [Fact]
    public async Task MoreReportsThanFit_AreRefusedAndAfterwardsAllIsAsBefore()
    {
        var little = new Dictionary<string, string> { ["Gateway__ReportsInFlight"] = "200" };
        var outcome = await machine.RunAsync((stores, cancellation) => Overload.RunAsync(stores, Keeper.Sqlite, Pressure.Short, cancellation, little));
        Assert.True(outcome.Verdict.IsClean);
        Assert.True(outcome.Refused > 0);
    }
}
