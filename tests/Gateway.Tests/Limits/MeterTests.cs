namespace GridGrains.Gateway.Tests;

public sealed class MeterTests
{
    private const long Second = 1_000_000;

    private readonly Meter meter = new();

    [Fact]
    public void Take_ASecondsWorthAtOnceAndNoMore_ThenAsTimePasses()
    {
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => meter.Take(1, 10, Second, Second) == TimeSpan.Zero));
        var wait = meter.Take(1, 10, Second, Second);
        Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(101));
        Assert.Equal(TimeSpan.Zero, meter.Take(1, 10, Second + (Second / 10), Second));
        Assert.NotEqual(TimeSpan.Zero, meter.Take(1, 10, Second + (Second / 10), Second));
    }

    [Fact]
    public void Take_OverAMinute_IsTheRate()
    {
        var taken = Enumerable.Range(0, 60_000).Count(ms => meter.Take(1, 100, ms * (Second / 1000), Second) == TimeSpan.Zero);
        Assert.InRange(taken, 6_000, 6_100);
    }

    [Fact]
    public void Take_WithAShortWindow_LetsThatMuchThroughAtOnceAndTheSameInASecond()
    {
        Assert.Equal(5, Enumerable.Range(0, 100).Count(_ => meter.Take(1, 100, 0, Second, Second / 20) == TimeSpan.Zero));
        Assert.InRange(Enumerable.Range(1, 1000).Count(ms => meter.Take(1, 100, ms * (Second / 1000), Second, Second / 20) == TimeSpan.Zero), 98, 102);
    }

    [Fact]
    public void Owe_IsPaidBackBeforeTheNext()
    {
        meter.Owe(50, 10, 0, Second);
        Assert.InRange(meter.Take(1, 10, 0, Second).TotalSeconds, 3.9, 4.1);
        Assert.Equal(TimeSpan.Zero, meter.Take(1, 10, (4 * Second) + 1, Second));
    }

    [Fact]
    public void Take_WithoutALimit_IsAlwaysTaken() => Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(TimeSpan.Zero, meter.Take(1, 0, 0, Second)));

    [Fact]
    public async Task Take_ByManyAtOnce_IsNoMoreThanTheRate()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 10_000).Count(_ => meter.Take(1, 1_000, 0, Second) == TimeSpan.Zero))));
        Assert.Equal(1_000, taken.Sum());
    }
}
