namespace GridGrains.Faults.Tests;

public sealed class KillTests(Machine machine)
{
    private const int Seed = 7;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Load_ServiceKilledAtRandomMoments_LosesDoublesAndInventsNothing(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => Kills.RunAsync(stores, keeper, kills: 4, Seed, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.Equal(4, outcome.Faults);
        Assert.True(outcome.Unknown > 0, "no report was under way when the service was killed");
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Load_ServiceDiesAtEveryCrashPoint_LosesDoublesAndInventsNothing(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) =>
            CrashPoints.RunAsync(stores, keeper, CrashPoints.All.Select(p => p.Name), times: 1, Seed, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.Equal(CrashPoints.All.Length, outcome.Faults);
    }
}
