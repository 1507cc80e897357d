namespace GridGrains.Faults.Tests;

public sealed class KillTests(Machine machine)
{
    private const int Seed = 7;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Load_ServiceKilledAtRandomMoments_LosesDoublesAndInventsNothing(Keeper keeper)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => Kills.RunAsync(stores, keeper, kills: 3, Seed, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.Equal(3, outcome.Faults);
        Assert.True(outcome.Unknown > 0, "no report was under way when the service was killed");
    }

    // The other half of the points is struck on the other database; the long form strikes all on both.
    [Theory]
    [InlineData(Keeper.Sqlite, "before-append", "after-append", "after-apply", "before-save", "in-drain")]
    [InlineData(Keeper.Postgres, "after-append", "after-commit", "before-roll-up", "in-replay")]
    public async Task Load_ServiceDiesAtACrashPoint_LosesDoublesAndInventsNothing(Keeper keeper, params string[] points)
    {
        var outcome = await machine.RunAsync((stores, cancellation) => CrashPoints.RunAsync(stores, keeper, points, times: 1, Seed, cancellation));
        Assert.True(outcome.Verdict.IsClean);
        Assert.Equal(points.Length, outcome.Faults);
    }
}
