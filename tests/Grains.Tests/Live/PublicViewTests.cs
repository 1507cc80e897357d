using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>The public view of real areas, by a clock that is moved.</summary>
public sealed class PublicViewTests
{
    [Fact]
    public async Task View_IsOfTheAreasInTensAndRenewedAfterFiveMinutesOnly()
    {
        var time = new ShiftedTime();
        await using var silo = await RunningSilo.StartAsync(time);
        await silo.ReportAsync("a.v1.g1", Facts.Sampled("T1", 9));
        await silo.ReportAsync("a.v1.g2", Facts.Sampled("T2", 8));
        await silo.ReportAsync("a.v2.g1", Facts.Sampled("T3", 7));
        await silo.ReportAsync("a.desk", Facts.Sampled("T4", 20));
        await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 4, "all four reports at the root");
        var grain = silo.Grains.GetGrain<IPublicGrain>(RunningSilo.Campaign);

        var first = await grain.View();
        Assert.Equal(["a:30/30", "a.v1:10/10", "a.v2:0/10"], first.Areas.Select(Sampled));

        await silo.ReportAsync("a.v2.g1", Facts.Sampled("T5", 20));
        await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 5, "the fifth report at the root");
        time.Advance(PublicView.Interval - TimeSpan.FromMinutes(1));
        Assert.Equal(first.AsOf, (await grain.View()).AsOf);

        // Nor does a restart bring one before its time.
        await silo.RestartAsync();
        grain = silo.Grains.GetGrain<IPublicGrain>(RunningSilo.Campaign);
        Assert.Equal(first.AsOf, (await grain.View()).AsOf);

        time.Advance(TimeSpan.FromMinutes(1));
        var second = await grain.View();
        Assert.Equal(["a:50/30", "a.v1:10/10", "a.v2:20/10"], second.Areas.Select(Sampled));
        Assert.True(second.AsOf - first.AsOf >= PublicView.Interval);
    }

    private static string Sampled(PublicArea area) =>
        $"{area.Place}:{area.Tens[PublicCounts.All.IndexOf(PublicCounts.All.Single(c => c.Code == "tests.sampled"))]}/{area.Margin}";
}
