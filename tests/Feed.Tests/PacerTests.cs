using GridGrains.Gateway;
using Microsoft.Extensions.Logging.Abstractions;

namespace GridGrains.Feed.Tests;

public sealed class PacerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualTime time = new();
    private int runs;

    [Fact]
    public async Task Request_First_RunsAtOnce()
    {
        using var pacer = New(_ => runs++);

        pacer.Request();

        await Until.TrueAsync(() => runs == 1, "the first run");
    }

    [Fact]
    public async Task Request_SeveralWithinTheInterval_RunsOnceWhenItIsOver()
    {
        using var pacer = New(_ => runs++);
        pacer.Request();
        await Until.TrueAsync(() => runs == 1, "the first run");
        pacer.Request();
        pacer.Request();
        await Until.TrueAsync(() => time.IsDueIn(Interval), "the second run to be planned");

        time.Advance(Interval);
        await Until.TrueAsync(() => runs == 2, "the second run");
        time.Advance(Interval * 10);

        Assert.Equal(2, runs);
    }

    [Fact]
    public async Task Request_DuringARun_RunsAgainAfterItAndNotBeside()
    {
        using var running = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var atOnce = 0;
        using var pacer = New(_ =>
        {
            Assert.Equal(1, Interlocked.Increment(ref atOnce));
            running.Release();
            go.Wait(TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref atOnce);
            runs++;
        });
        pacer.Request();
        await running.WaitAsync(TestContext.Current.CancellationToken);
        pacer.Request();
        time.Advance(Interval * 10);
        Assert.Equal(0, running.CurrentCount);

        go.Release(2);

        await Until.TrueAsync(() => runs == 2, "the second run");
    }

    [Fact]
    public async Task Run_ThatFails_IsFollowedByTheNext()
    {
        using var pacer = New(_ =>
        {
            runs++;
            throw new InvalidOperationException("broken");
        });
        pacer.Request();
        await Until.TrueAsync(() => runs == 1, "the run that fails");
        pacer.Request();

        await Until.TrueAsync(
            () =>
            {
                time.Advance(Interval);
                return runs == 2;
            },
            "the next run");
    }

    [Fact]
    public void InWholeMilliseconds_IsNeverEarlyAndNeverNegative()
    {
        Assert.Equal(TimeSpan.FromMilliseconds(3), Pacer.InWholeMilliseconds(TimeSpan.FromMilliseconds(2.1)));
        Assert.Equal(TimeSpan.Zero, Pacer.InWholeMilliseconds(TimeSpan.FromMilliseconds(-5)));
    }

    private Pacer New(Action<long> action) => new(Interval, time, action, NullLogger.Instance);
}
