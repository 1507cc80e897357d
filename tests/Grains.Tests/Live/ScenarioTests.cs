using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>What the rules say of real places, as they worked and as they would have if something had been left undone.</summary>
public sealed class ScenarioTests
{
    [Theory]
    [InlineData(176, 0)] // everybody, in time
    [InlineData(158, 1)] // one of the ten work groups stays away
    public async Task Shengtang_MusteredAtSeven_HasAnAlertAtHalfPastIfAGroupStaysAway(int present, int alerts)
    {
        var called = new DateTimeOffset(2022, 10, 6, 7, 0, 0, TimeSpan.FromHours(8));
        await using var town = await ScenarioCity.StartAsync("shengtang", "enping.shengtang", CampaignKind.Round, called);
        const string Desk = "enping.shengtang.desk";
        await town.ReportAsync(Desk, Badges("muster.called", 176, called.UtcDateTime));
        await town.ReportAsync(Desk, Badges("muster.present", present, called.UtcDateTime));
        town.Advance(TimeSpan.FromMinutes(29.5));
        Assert.Equal(176, (await town.CountsAsync("enping.shengtang")).AsSpan().Of("muster.called"));
        await town.AlertsAsync("enping.shengtang", "muster.incomplete", 0);
        town.Advance(TimeSpan.FromMinutes(0.6));
        if (alerts == 0)
        {
            // It would be there by the time that one of another place is.
            await town.ReportAsync("enping.shengtang.v01.desk", Badges("muster.called", 1, called.UtcDateTime));
            Assert.Equal("enping.shengtang.v01.desk", (await town.AlertsAsync("enping.shengtang", "muster.incomplete", 1))[0].Place.Value);
            return;
        }
        var alert = (await town.AlertsAsync("enping.shengtang", "muster.incomplete", 1))[0];
        Assert.Equal((AlertSeverity.Critical, Desk, called.UtcDateTime), (alert.Severity, alert.Place.Value, alert.Since));
        Assert.Contains("18", alert.Zh, StringComparison.Ordinal);
        await town.ReportAsync(Desk, Badges("muster.present", 176, called.UtcDateTime.AddMinutes(40)));
        await town.AlertsAsync("enping.shengtang", "muster.incomplete", 0);
    }

    [Fact]
    public async Task Guangling_ASiteWithoutItsSectionLevelCadre_IsShort()
    {
        var opens = new DateTimeOffset(2022, 4, 1, 7, 30, 0, TimeSpan.FromHours(8));
        await using var city = await ScenarioCity.StartAsync("tianchang", "tianchang", CampaignKind.Standing, opens);
        for (var site = 1; site <= 13; site++)
        {
            var (grid, post) = (SiteGrid(site), $"site-{site:00}");
            var at = opens.UtcDateTime;
            await city.ReportAsync(grid, [
                .. Enumerable.Range(1, 2).Select(n => new Observation("duty.medic", $"m{n}", 1, at, post)),
                .. Enumerable.Range(1, 2).Select(n => new Observation("duty.volunteer", $"v{n}", 1, at, post)),
                .. site == 5 ? [] : new[] { new Observation("duty.section_cadre", "s1", 1, at, post) },
            ]);
        }
        city.Advance(TimeSpan.FromMinutes(14));
        await city.AlertsAsync("tianchang.guangling", "post.short", 0);
        city.Advance(TimeSpan.FromMinutes(1.2));
        var alert = (await city.AlertsAsync("tianchang.guangling", "post.short", 1))[0];
        Assert.Equal(("site-05", SiteGrid(5), opens.UtcDateTime), (alert.Subject, alert.Place.Value, alert.Since));
        Assert.Equal([KeyValuePair.Create("section_cadre", 1)], Assert.Single(await city.PostsAsync(SiteGrid(5))).Missing);
        await city.ReportAsync(SiteGrid(5), new Observation("duty.section_cadre", "s1", 1, opens.UtcDateTime.AddMinutes(15), "site-05"));
        await city.AlertsAsync("tianchang.guangling", "post.short", 0);
    }

    [Fact]
    public async Task Jinji_ATurnBackPointBetweenTwoVolunteers_IsShort_AndItsGapStaysForTheDay()
    {
        var start = new DateTimeOffset(2022, 4, 2, 11, 0, 0, TimeSpan.FromHours(8));
        await using var city = await ScenarioCity.StartAsync("tianchang", "tianchang.jinji", CampaignKind.Standing, start);
        var at = start.UtcDateTime;
        for (var village = 1; village <= 11; village++)
            await city.ReportAsync(PointDesk(village), new Observation("duty.volunteer", "v1", 1, at, $"turnback-{village:00}"));
        await city.ReportAsync(PointDesk(3), new Observation("duty.volunteer", "v1", 0, at.AddMinutes(5), "turnback-03"));
        city.Advance(TimeSpan.FromMinutes(40));
        var shortNow = (await city.AlertsAsync("tianchang.jinji", "post.short", 1))[0];
        var gap = (await city.AlertsAsync("tianchang.jinji", "post.gap", 1))[0];
        Assert.Equal(("turnback-03", at.AddMinutes(5), at.AddMinutes(35)), (shortNow.Subject, shortNow.Since, gap.Since));
        await city.ReportAsync(PointDesk(3), new Observation("duty.volunteer", "v2", 1, at.AddMinutes(40), "turnback-03"));
        await city.AlertsAsync("tianchang.jinji", "post.short", 0);
        await city.AlertsAsync("tianchang.jinji", "post.gap", 1);
        Assert.Equal(35, Assert.Single(await city.PostsAsync(PointDesk(3))).UncoveredToday);
        city.Advance(TimeSpan.FromHours(12.5));
        await city.AlertsAsync("tianchang.jinji", "post.gap", 0);
    }

    [Fact]
    public async Task Renheji_ElevenIssues_RectifiedAndRecheckedButOne()
    {
        var start = new DateTimeOffset(2022, 4, 1, 9, 0, 0, TimeSpan.FromHours(8));
        await using var city = await ScenarioCity.StartAsync("tianchang", "tianchang.renheji", CampaignKind.Standing, start);
        var grids = city.LeavesOf("tianchang.renheji");
        async Task StepAsync(int issue, int stage, double hour) => await city.ReportAsync(
            grids[issue % grids.Count], new Observation("issues", $"i-{issue}", stage, start.UtcDateTime.AddHours(hour)));
        for (var issue = 1; issue <= 11; issue++)
        {
            await StepAsync(issue, 1, 0);
            await StepAsync(issue, 2, 0.01);
            await StepAsync(issue, 3, 0.02);
        }
        city.Advance(TimeSpan.FromHours(2));
        for (var issue = 1; issue <= 10; issue++)
            await StepAsync(issue, 4, 2);
        await Eventually.IsAsync(
            () => city.CountsAsync("tianchang.renheji"), c => (c.AsSpan().Of("issues.found"), c.AsSpan().Of("issues.rectified"), c.AsSpan().Of("issues.rechecked")) == (11, 11, 10), "the counts of the town");
        await city.AlertsAsync("tianchang.renheji", "issues.unchecked", 0);
        city.Advance(TimeSpan.FromHours(22.1));
        Assert.Equal("i-11", (await city.AlertsAsync("tianchang.renheji", "issues.unchecked", 1))[0].Subject);
        await StepAsync(11, 4, 24.2);
        await city.AlertsAsync("tianchang.renheji", "issues.unchecked", 0);
    }

    [Fact]
    public async Task Jingde_ADayWithThreeGridsMissingAndFiveZero()
    {
        var morning = new DateTimeOffset(2022, 1, 24, 8, 0, 0, TimeSpan.FromHours(8));
        await using var county = await ScenarioCity.StartAsync("jingde", "jingde", CampaignKind.Standing, morning);
        var grids = county.LeavesOf("jingde");
        Assert.Equal(1157, grids.Count);
        await Parallel.ForEachAsync(
            grids.Select((id, n) => (Id: id, Number: n)).Skip(3),
            new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = TestContext.Current.CancellationToken },
            async (grid, _) => await county.ReportAsync(
                grid.Id, grid.Number < 8 ? [] : [new Observation("arrivals.returned", "h1", 2, morning.UtcDateTime)]));
        county.Advance(TimeSpan.FromHours(11));
        var report = await county.DailyAsync("jingde", new DateOnly(2022, 1, 24));
        Assert.Equal((1157, 1154, true), (report.Expected, report.Received, report.IsFrozen));
        Assert.Equal(grids.Take(3), report.Missing.Select(p => p.Value));
        Assert.Equal(grids.Skip(3).Take(5), report.Zero.Select(p => p.Value));
        Assert.Empty(report.Late);
        Assert.Equal((1154 - 5) * 2, report.Counts.AsSpan().Of("arrivals.returned"));
        var missing = await county.AlertsAsync("jingde", "daily.missing", 3);
        Assert.Equal(grids.Take(3), missing.Select(a => a.Place.Value).Order(StringComparer.Ordinal));
    }

    private static string SiteGrid(int site) => site switch
    {
        <= 8 => $"tianchang.guangling.a{site:00}.b01",
        _ => $"tianchang.guangling.a{site:00}.b{site - 7:00}",
    };

    private static string PointDesk(int village) => $"tianchang.jinji.v{village:00}.desk";

    private static Observation[] Badges(string series, int number, DateTime at) =>
        [.. Enumerable.Range(1, number).Select(n => new Observation(series, $"b{n}", 1, at))];
}
