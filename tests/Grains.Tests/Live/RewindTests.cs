using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>Looking back on the real silo: at each moment what the live grains said then, whatever came later.</summary>
public sealed class RewindTests : IAsyncLifetime
{
    private static readonly string[] Places = ["a", "a.v1", "a.v2", "a.v1.g1", "a.v1.g2", "a.v2.g1", "a.desk"];
    private static readonly string[] Leaves = ["a.v1.g1", "a.v1.g2", "a.v1.g3", "a.v2.g1", "a.v2.g2", "a.v2.g3", "a.desk"];
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero); // 09:00 in China

    private readonly ShiftedTime time = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(Morning - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time);
        ImmutableArray<ImportRow<Post>> posts =
        [
            new(1, new Post("site-1", PlaceId.Parse("a.v1.g1"), "sampling-site", "采样点1", "cadre:1", "07:30-21:00")),
            new(2, new Post("gate-1", PlaceId.Parse("a.v1.g2"), "gate", "卡口", "police:1", "20:00-08:00")),
            new(3, new Post("command", PlaceId.Parse("a.desk"), "command-post", "指挥部", "cadre:1", "00:00-24:00")),
        ];
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPosts(posts, dryRun: false, "test")).Errors);
        await silo.FollowCityAsync();
        // So that whatever is looked back at is after the tree.
        time.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task EveryMomentThatWasWatched_IsTheSameLater_AfterCorrectionsNewGridsARestartAndAPurge()
    {
        var watched = new List<(DateTime At, string Place, PlaceCounts Counts)>();
        await WatchAsync(watched);
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10), new("duty.cadre", "b1", 1, Morning.UtcDateTime, "site-1"));
        await silo.ReportAsync("a.v2.g1", Sampled("T2", 5));
        await silo.ReportAsync("a.desk", new Observation("meetings.held", "m", 1, Morning.UtcDateTime));
        await WatchAsync(watched);
        Assert.Equal((2L, 1L), (watched[^7].Counts.Counts.AsSpan().Of("posts.open"), watched[^7].Counts.Counts.AsSpan().Of("posts.staffed")));
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 4)); // a correction, of a time that was before
        await silo.ReportAsync("a.v1.g2"); // a zero report
        await WatchAsync(watched);
        time.Advance(TimeSpan.FromHours(15)); // the next day: yesterday's reports are not today's
        await silo.ReportAsync("a.v2.g1", Sampled("T3", 7));
        await WatchAsync(watched);

        await silo.ReportAsync("a.v1.g1", Sampled("T9", 100));
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPlaces(City.CityFacts.Rows("a.v1.g9/grid/5", "a.v1/grid1"), dryRun: false, "test")).Errors);
        await CheckAsync(watched, "later");
        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        await CheckAsync(watched, "after a restart");
        await silo.CloseCampaignAsync();
        foreach (var leaf in Leaves)
            await silo.Grid(leaf).PurgeSubjects();
        await silo.RestartAsync();
        await CheckAsync(watched, "after a purge", ofPurged: true);
    }

    [Fact]
    public async Task Rows_AddUp_AndHaveTheTreeOfThen()
    {
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10));
        await silo.ReportAsync("a.v2.g3", Sampled("T2", 5));
        var then = time.GetUtcNow().UtcDateTime;
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPlaces(City.CityFacts.Rows("a.v1.g9/grid/5"), dryRun: false, "test")).Errors);
        await silo.ReportAsync("a.v1.g1", Sampled("T3", 10));
        var past = (await silo.Grains.GetGrain<IRewindGrain>(RunningSilo.Key("a")).At(then, ["tests.sampled"], 10)).Place!;
        Assert.Equal(
            ["a 15", "a.v1 10", "a.v1.g1 10", "a.v1.g2 0", "a.v1.g3 0", "a.v2 5", "a.v2.g1 0", "a.v2.g2 0", "a.v2.g3 5"],
            past.Rows.Select(row => $"{row.Place} {row.Values.Single()}"));
        Assert.Equal(210, past.Expected["households"]);
        var top = (await silo.Grains.GetGrain<IRewindGrain>(RunningSilo.Key("a")).At(then, ["tests.sampled"], 1)).Place!;
        Assert.Equal(["a", "a.v1", "a.v2"], top.Rows.Select(row => row.Place.Value));
    }

    [Fact]
    public async Task AcrossAChangeOfTheTree_EachMomentHasItsOwnTree_AndNothingIsCountedTwice()
    {
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10));
        await silo.ReportAsync("a.v1.g2", Sampled("T2", 5));
        var before = time.GetUtcNow().UtcDateTime;
        time.Advance(TimeSpan.FromMinutes(5));
        var merger = new PlaceChange("m", ChangeKind.Merge, PlaceId.Parse("a.v1.g1"), null, null, PlaceId.Parse("a.v1.g2"), []);
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).Change(merger, "steward")).Errors);
        await silo.FollowCityAsync();
        var live = await Eventually.IsAsync(() => silo.Area("a.v1").Get(), counts => counts.Version >= 4 && counts.IsWhole, "the village has heard of the change");
        var after = time.GetUtcNow().UtcDateTime;
        time.Advance(TimeSpan.FromMinutes(5));
        await silo.ReportAsync("a.v1.g2", Sampled("T3", 100));

        async Task<PastPlace> AtAsync(DateTime moment) => (await silo.Grains.GetGrain<IRewindGrain>(RunningSilo.Key("a.v1")).At(moment, ["tests.sampled"], 1)).Place!;
        var (then, later) = (await AtAsync(before), await AtAsync(after));
        Assert.Equal(["a.v1 15", "a.v1.g1 10", "a.v1.g2 5", "a.v1.g3 0"], then.Rows.Select(row => $"{row.Place} {row.Values.Single()}"));
        Assert.Equal(["a.v1 15", "a.v1.g2 15", "a.v1.g3 0"], later.Rows.Select(row => $"{row.Place} {row.Values.Single()}"));
        Assert.Equal((2L, 3), (then.Counts.Version, then.Counts.ChildrenExpected));
        Assert.Equal((live.Version, live.ChildrenExpected, live.ReportedAt), (later.Counts.Version, later.Counts.ChildrenExpected, later.Counts.ReportedAt));
        // Who reported today the village may have of the leaf that left from before it knew that it had.
        Assert.Equal((2L, 1L), (then.Counts.Counts.AsSpan().Of("grids.reported_today"), later.Counts.Counts.AsSpan().Of("grids.reported_today")));
        Assert.True(Confirmable(live.Counts).Equals(Confirmable(later.Counts.Counts)), $"{Text(later.Counts.Counts)}, not {Text(live.Counts)}");
    }

    [Fact]
    public async Task BeforeTheTreeWasThere_IsNothing()
    {
        var answer = await silo.Grains.GetGrain<IRewindGrain>(RunningSilo.Key("a")).At(Morning.UtcDateTime.AddDays(-1), [], 0);
        Assert.Equal((RewindOutcome.NotThere, null), (answer.Outcome, answer.Place));
    }

    private static Observation Sampled(string tube, long value) => new("tests.sampled", tube, value, Morning.UtcDateTime.AddSeconds(20 - value));

    private async Task WatchAsync(List<(DateTime, string, PlaceCounts)> watched)
    {
        var at = time.GetUtcNow().UtcDateTime;
        var sum = new long[Catalogue.Current.Counts.Length];
        foreach (var leaf in Leaves)
        {
            var counts = (await silo.Grid(leaf).Get()).Counts;
            for (var i = 0; i < sum.Length; i++)
                sum[i] += counts[i];
        }
        await Eventually.IsAsync(() => silo.Area("a").Get(), counts => counts.Counts.Equals(CountVector.Copy(sum)), "the root has what its leaves have");
        foreach (var place in Places)
            watched.Add((at, place, Leaves.Contains(place) ? await silo.Grid(place).Get() : await silo.Area(place).Get()));
        // So that what comes now is later.
        time.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task CheckAsync(List<(DateTime At, string Place, PlaceCounts Counts)> watched, string when, bool ofPurged = false)
    {
        foreach (var (at, place, counts) in watched)
        {
            var answer = await silo.Grains.GetGrain<IRewindGrain>(RunningSilo.Key(place)).At(at, [], 0);
            Assert.True(answer.Place is not null, $"{place} {when}: {answer.Outcome}");
            var past = answer.Place.Counts;
            // Who was on duty goes with the subjects, so posts are no longer known.
            var (found, wanted) = ofPurged ? (Confirmable(past.Counts), Confirmable(counts.Counts)) : (past.Counts, counts.Counts);
            Assert.True(found.Equals(wanted), $"{place} at {at:O} {when}: {Text(past.Counts)}, not {Text(counts.Counts)}");
            Assert.Equal((counts.Version, counts.ReportedAt, counts.ChildrenExpected), (past.Version, past.ReportedAt, past.ChildrenExpected));
            Assert.Equal(place == "a.v1" ? "village" : answer.Place.Place.Level, answer.Place.Place.Level);
        }
    }

    private static CountVector Confirmable(CountVector counts) => GridGrains.Recounting.Comparison.Confirmable(counts);

    private static string Text(CountVector counts) => string.Join(
        ' ', Catalogue.Current.Counts.Where(count => counts[count.Index] != 0).Select(count => $"{count.Code}={counts[count.Index]}"));
}
