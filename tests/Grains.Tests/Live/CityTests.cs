using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class CityTests : IAsyncLifetime
{
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync() => silo = await RunningSilo.StartAsync();

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task Import_WithABadRow_ChangesNothing()
    {
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        var before = await city.Get(-1);
        var outcome = await city.ImportPlaces(City.CityFacts.Rows("a.v3/village", "b.x/village"), dryRun: false, "test");
        Assert.Equal(2, Assert.Single(outcome.Errors).Row);
        Assert.Equal(before, await city.Get(-1));
    }

    [Fact]
    public async Task Import_DryRun_SaysWhatItWouldDoAndDoesNot()
    {
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        Assert.Equal(1, (await city.ImportPlaces(City.CityFacts.Rows("a.v3/village"), dryRun: true, "test")).Added);
        Assert.Equal(1, (await city.ImportPlaces(City.CityFacts.Rows("a.v3/village"), dryRun: false, "test")).Added);
    }

    [Fact]
    public async Task Import_BelowALeafThatHasReports_IsRefused()
    {
        await silo.ReportAsync("a.v1.g1");
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        Assert.Single((await city.ImportPlaces(City.CityFacts.Rows("a.v1.g1.x/grid2"), dryRun: false, "test")).Errors);
        Assert.Empty((await city.ImportPlaces(City.CityFacts.Rows("a.v1.g2.x/grid2"), dryRun: false, "test")).Errors);
    }

    [Fact]
    public async Task Import_OfAGrid_MakesItPartOfTheTotals()
    {
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 10));
        await silo.Grains.GetGrain<ICityGrain>(0).ImportPlaces(City.CityFacts.Rows("a.v1.g4/grid"), dryRun: false, "test");
        await silo.FollowCityAsync();
        await silo.ReportAsync("a.v1.g4", Facts.Sampled("T1", 3));
        var village = await Eventually.IsAsync(() => silo.Area("a.v1").Get(), c => c.Version == 2, "both reports at the village");
        Assert.Equal((13, 4), (village.Counts.AsSpan().Of("tests.sampled"), village.ChildrenExpected));
    }

    [Fact]
    public async Task Restart_KeepsTheCity()
    {
        var before = await silo.Grains.GetGrain<ICityGrain>(0).Get(-1);
        await silo.RestartAsync();
        var after = await silo.Grains.GetGrain<ICityGrain>(0).Get(-1);
        Assert.Equal(before!.Version, after!.Version);
        Assert.Equal(before.Places.OrderBy(p => p.Id.Value), after.Places.OrderBy(p => p.Id.Value));
        Assert.Equal(before.Campaigns.AsEnumerable(), after.Campaigns);
    }
}
