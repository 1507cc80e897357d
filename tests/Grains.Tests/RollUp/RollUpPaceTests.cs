using GridGrains.RollUp;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace GridGrains.Grains.Tests.RollUp;

public sealed class RollUpPaceTests : IDisposable
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly LateClock clock = new();
    private readonly RollUpPace pace;

    public RollUpPaceTests() => pace = new(Options.Create(new RollUpOptions()), clock, NullLogger<RollUpPace>.Instance);

    public void Dispose() => pace.Dispose();

    [Fact]
    public void Interval_OnAnIdleMachine_IsTheShortest()
    {
        for (var i = 0; i < 100; i++)
            pace.Observe(TimeSpan.FromMilliseconds(i % 10));
        Assert.Equal(Shortest, pace.Interval);
    }

    [Fact]
    public void Interval_AfterOneLateTimer_IsALittleLonger()
    {
        pace.Observe(TimeSpan.FromMilliseconds(200));
        Assert.InRange(pace.Interval, Shortest * 1.01, Shortest * 1.5);
    }

    [Fact]
    public void Interval_WhileTimersAreLate_GrowsStepByStepToTheLongest()
    {
        var before = pace.Interval;
        for (var i = 0; i < 20; i++)
        {
            pace.Observe(TimeSpan.FromMilliseconds(50));
            Assert.InRange(pace.Interval, before, before * 1.5);
            before = pace.Interval;
        }
        Assert.Equal(Longest, pace.Interval);
    }

    [Fact]
    public void Interval_WhenTimersAreOnTimeAgain_ComesBackByItselfWithinFourSeconds()
    {
        for (var i = 0; i < 100; i++)
            pace.Observe(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 40; i++)
            pace.Observe(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Shortest, pace.Interval);
    }

    [Fact]
    public void Interval_ThatIsConfiguredLongerThanTheLongest_Stays()
    {
        using var slow = new RollUpPace(Options.Create(new RollUpOptions { Interval = TimeSpan.FromSeconds(5) }), clock, NullLogger<RollUpPace>.Instance);
        slow.Observe(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(5), slow.Interval);
    }

    [Fact]
    public async Task ATimerThatRunsLate_IsNoticed()
    {
        await pace.StartAsync(TestContext.Current.CancellationToken);
        clock.FireAfter(TimeSpan.FromMilliseconds(102));
        clock.FireAfter(TimeSpan.FromMilliseconds(104));
        Assert.Equal(Shortest, pace.Interval);
        clock.FireAfter(TimeSpan.FromMilliseconds(160));
        await UntilAsync(() => pace.Interval > Shortest, "a longer interval");
        await pace.StopAsync(TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, $"waited 10 s for {what}");
            await Task.Yield();
        }
    }

    /// <summary>A clock whose one timer goes off when a fact says, however late.</summary>
    private sealed class LateClock : TimeProvider
    {
        private int set;
        private int fired;
        private long now;
        private Action fire = () => { };

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref now);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            fire = () => callback(state);
            Interlocked.Increment(ref set);
            return new NoTimer();
        }

        public void FireAfter(TimeSpan passed)
        {
            Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref set) > fired, TimeSpan.FromSeconds(10)), "waited 10 s for a timer to be set");
            fired++;
            Volatile.Write(ref now, now + passed.Ticks);
            fire();
        }

        private sealed class NoTimer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
