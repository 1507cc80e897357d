namespace GridGrains.Faults.Tests;

public sealed class ColdStartTests(Machine machine)
{
    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Start_NothingButTheJournal_FirstAnswerOfTheRootIsRight(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => ColdStart.RunAsync(stores, keeper, reports: 50_000, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.InRange(outcome.Verdict.Rows, 50_000, 51_000);
    }
}
