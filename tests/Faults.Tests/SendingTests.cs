namespace GridGrains.Faults.Tests;

public sealed class SendingTests(Machine machine)
{
    private const int Seed = 7;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task OneReport_SentBy64AtOnce_IsOneRowWithOneReceipt(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => Sameness.RunAsync(Subject.Shipped(stores), keeper, reports: 50, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.Equal((50, 50 * 64), (outcome.Verdict.Rows, outcome.Acknowledged));
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Reports_ShuffledLateAndDoubled_EndAsTheSortedOnes(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => Disorder.RunAsync(stores, keeper, reports: 5_000, Seed, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.True(outcome.Sent > 5_300, $"{outcome.Sent} were sent: none was doubled");
    }
}
