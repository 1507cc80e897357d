namespace GridGrains.Storage.Tests;

public sealed class DatabaseClockTests(PostgresFixture postgres)
{
    private static readonly TimeSpan Close = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Time_OfAMachineThatIsADayOff_IsTheDatabases(int days)
    {
        var machine = new ShiftedTime { Shift = TimeSpan.FromDays(days) };
        var clock = new DatabaseClock(postgres.Server.ConnectionString, machine);
        Assert.True((clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration() > Close);

        await clock.LookAsync(Cancellation);

        Assert.True((clock.GetUtcNow() - TimeProvider.System.GetUtcNow()).Duration() < Close);
    }

    [Fact]
    public async Task Time_WhenTheMachinesClockIsSetMeanwhile_GoesOn()
    {
        var machine = new ShiftedTime();
        var clock = new DatabaseClock(postgres.Server.ConnectionString, machine);
        await clock.LookAsync(Cancellation);
        var before = clock.GetUtcNow();

        machine.Shift = TimeSpan.FromHours(-5);

        Assert.InRange(clock.GetUtcNow(), before, before + Close);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;
    }
}
