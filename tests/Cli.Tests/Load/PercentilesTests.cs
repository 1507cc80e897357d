namespace GridGrains.Cli.Tests;

public sealed class PercentilesTests
{
    [Fact]
    public void Of_GeneratorInTime_StatesAll()
    {
        var found = Percentiles.Of("x", Times(2_000, 20_000), Times(2_000, 500));
        Assert.Equal(["p50", "p90", "p99", "p99.9"], found.All.Select(p => p.Name));
        Assert.All(found.All, p => Assert.InRange(p.Milliseconds!.Value, 20, 20.2));
    }

    [Fact]
    public void Of_GeneratorLateInOneOfAHundred_DeclinesWhatThatReachesAndSaysHowLate()
    {
        var lag = Times(2_000, 500);
        for (var i = 0; i < 50; i++)
            lag.Add(30_000);
        var found = Percentiles.Of("x", Times(2_000, 20_000), lag);
        Assert.Equal([false, false, true, true], found.All.Select(p => p.Milliseconds is null));
        Assert.Equal("declined: generator lagged 30 ms", found.All[2].Shown);
    }

    [Fact]
    public void Of_GeneratorLateByATenthOfALongTime_StatesIt() =>
        Assert.Equal(900, Percentiles.Of("x", Times(2_000, 900_000), Times(2_000, 80_000)).All[2].Milliseconds!.Value, tolerance: 8);

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(999, false)]
    public void Of_FewSamples_DeclinesWhatTheyDoNotSay(int samples, bool stated) =>
        Assert.Equal(stated, Percentiles.Of("x", Times(samples, 20_000), new Histogram()).All[3].Milliseconds is not null);

    private static Histogram Times(int count, long microseconds)
    {
        var histogram = new Histogram();
        for (var i = 0; i < count; i++)
            histogram.Add(microseconds);
        return histogram;
    }
}
