namespace GridGrains.Cli.Tests;

public sealed class HistogramTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(1_000_003)]
    [InlineData(86_400_000_000)]
    [InlineData(Histogram.Longest)]
    public void At_AnyTime_IsNotBelowItAndLessThanA128thAbove(long microseconds)
    {
        var histogram = new Histogram();
        histogram.Add(microseconds);
        histogram.Add(Histogram.Longest);
        Assert.InRange(histogram.At(0.5), microseconds, microseconds + (microseconds / 128));
    }

    [Fact]
    public void At_ManyTimesOfChance_IsThatOfTheSortedTimesWithinTheBound()
    {
        var random = new Random(7);
        var (histogram, times) = (new Histogram(), new List<long>());
        for (var i = 0; i < 20_000; i++)
        {
            times.Add((long)Math.Exp(random.NextDouble() * 20));
            histogram.Add(times[^1]);
        }
        times.Sort();
        foreach (var share in new[] { 0.001, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            var exact = times[(int)Math.Ceiling(times.Count * share) - 1];
            Assert.InRange(histogram.At(share), exact, exact + (exact / 128));
        }
        Assert.Equal((20_000, times[^1]), (histogram.Count, histogram.Max));
    }

    [Fact]
    public void Add_LongerThanTheLongest_IsCountedAsThat()
    {
        var histogram = new Histogram();
        histogram.Add(long.MaxValue);
        histogram.Add(-5);
        Assert.Equal((2, 0), (histogram.Count, histogram.At(0.5)));
    }

    [Fact]
    public void Add_ManyAtOnce_LosesNone()
    {
        var histogram = new Histogram();
        Parallel.For(0, 100_000, i => histogram.Add(i % 100));
        Assert.Equal((100_000, 99), (histogram.Count, histogram.Max));
    }
}
