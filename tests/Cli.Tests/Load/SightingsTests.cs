namespace GridGrains.Cli.Tests;

public sealed class SightingsTests
{
    private readonly Sightings sightings = new(first: 1);
    private readonly Histogram times = new();
    private readonly List<long> added = [];

    [Fact]
    public void See_AFrameThatSkipsReports_GivesATimeForEach()
    {
        Number(1, due: 100);
        Number(2, due: 200);
        Number(3, due: 300);
        See(seen: 0, number: 3, now: 1_000);
        Assert.Equal([900, 800, 700], added);
    }

    [Fact]
    public void Number_AfterItWasSeen_GivesTheTimeOfTheFrame()
    {
        See(seen: 0, number: 2, now: 500);
        Number(2, due: 150);
        Number(1, due: 100);
        Assert.Equal([350, 400], added);
    }

    [Fact]
    public void Age_NothingWasSeen_CountsEveryReportWithTheAgeItHas()
    {
        Number(1, due: 100);
        Number(2, due: 200);
        Assert.Equal(100, sightings.OldestAfter(0));
        Assert.Equal(200, sightings.OldestAfter(1));
        Assert.Null(sightings.OldestAfter(2));
        Assert.Equal(2, sightings.Age(0, 10_000, times, Add));
        Assert.Equal([9_900, 9_800], added);
    }

    private void Number(long number, long due) => sightings.Number(number, due, Add);

    private void See(long seen, long number, long now) => sightings.See(seen, number, now, times, Add);

    private void Add(Histogram into, long time)
    {
        Assert.Same(times, into);
        added.Add(time);
    }
}
