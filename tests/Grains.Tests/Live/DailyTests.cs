using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>The daily report on the real silo: frozen when it is due, and the same whenever it is asked for.</summary>
public sealed class DailyTests : IAsyncLifetime
{
    // 09:00 in China, 2 March.
    private static readonly DateTimeOffset Morning = new(2026, 3, 2, 1, 0, 0, TimeSpan.Zero);
    private static readonly int Today = new DateOnly(2026, 3, 2).DayNumber;

    private readonly ShiftedTime time = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(Morning - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task ADay_IsFrozenWhenItIsDue_AndTellsZeroFromLateFromMissing()
    {
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10), new("issues", "i-1", 1, Morning.UtcDateTime));
        await silo.ReportAsync("a.v1.g2"); // a zero report
        await silo.ReportAsync("a.v1.g3");
        await silo.ReportAsync("a.v1.g3", Sampled("T2", 5)); // not only zero
        await silo.ReportAsync("a.desk", new Observation("meetings.held", "m", 1, Morning.UtcDateTime)); // a desk is no grid
        var soFar = (await Daily("a", Today))!;
        Assert.Equal((6, 3, false, false), (soFar.Expected, soFar.Received, soFar.IsFrozen, soFar.IsOver));

        time.Advance(TimeSpan.FromHours(10));
        await silo.ReportAsync("a.v2.g1", Sampled("T3", 7)); // at 19:00, an hour late
        await silo.ReportAsync("a.v1.g1", new Observation("issues", "i-1", 4, Morning.UtcDateTime.AddHours(10)));
        var evening = (await Daily("a", Today))!;
        Assert.Equal((6, 3, true, false), (evening.Expected, evening.Received, evening.IsFrozen, evening.IsOver));
        Assert.Equal(["a.v1.g2"], Ids(evening.Zero));
        Assert.Equal(["a.v2.g1"], evening.Late.Select(l => l.Place.Value));
        Assert.Equal(["a.v2.g2", "a.v2.g3"], Ids(evening.Missing));
        Assert.Equal((15L, 1L, 3L), (evening.Counts.AsSpan().Of("tests.sampled"), evening.Counts.AsSpan().Of("meetings.held"), evening.Counts.AsSpan().Of("grids.reported_today")));
        Assert.Equal(("a.v1.g1", "i-1", 1), (evening.Issues.Single().Place.Value, evening.Issues.Single().Subject, evening.Issues.Single().Stage));
        Assert.Equal(CountVector.Zero, evening.Before);
    }

    [Fact]
    public async Task ADayThatIsOver_IsTheSameLater_OnAnotherSiloAndAfterTheTreeHasChanged()
    {
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10));
        await silo.ReportAsync("a.v2.g2");
        time.Advance(TimeSpan.FromHours(24));
        var over = (await Daily("a", Today))!;
        Assert.True(over.IsOver);
        Assert.Equal(["a.v1.g2", "a.v1.g3", "a.v2.g1", "a.v2.g3"], Ids(over.Missing));

        await silo.ReportAsync("a.v1.g1", Sampled("T1", 4)); // a correction, the next day
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPlaces(City.CityFacts.Rows("a.v1.g9/grid/5"), dryRun: false, "test")).Errors);
        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        Assert.Equal(Text(over), Text((await Daily("a", Today))!));

        var next = (await Daily("a", Today + 1))!;
        Assert.Equal((7, 1), (next.Expected, next.Received));
        Assert.Equal((4L, 10L), (next.Counts.AsSpan().Of("tests.sampled"), next.Before.AsSpan().Of("tests.sampled")));
        Assert.Equal((1L, 2L), (next.Counts.AsSpan().Of("grids.reported_today"), next.Before.AsSpan().Of("grids.reported_today")));
        var village = (await Daily("a.v2", Today))!;
        Assert.Equal((3, 1, 0L), (village.Expected, village.Received, village.Counts.AsSpan().Of("tests.sampled")));
    }

    [Fact]
    public async Task ADaysPosts_AreThoseOfWhenItWasDue_WhateverComesLater()
    {
        await ImportPostsAsync(
            new Post("site-1", PlaceId.Parse("a.v1.g1"), "sampling-site", "采样点1", "cadre:1", "07:30-21:00"),
            new Post("gate-1", PlaceId.Parse("a.v1.g2"), "gate", "夜卡", "police:1", "20:00-08:00"),
            new Post("command", PlaceId.Parse("a.desk"), "command-post", "指挥部", "cadre:1", "00:00-24:00"));
        await silo.ReportAsync("a.v1.g1", Duty(1, 0));
        time.Advance(TimeSpan.FromHours(10));
        await silo.ReportAsync("a.v1.g1", Duty(0, 10)); // at 19:00
        Assert.Equal((2, 1, 1), Posts((await Daily("a", Today))!.Counts));
        Assert.Equal((1, 1, 0), Posts((await Daily("a.v1", Today))!.Counts));
        Assert.Equal((0, 0, 0), Posts((await Daily("a.v2", Today))!.Counts));

        time.Advance(TimeSpan.FromHours(24));
        await ImportPostsAsync(new Post("site-2", PlaceId.Parse("a.v2.g1"), "sampling-site", "采样点2", "cadre:1", "07:30-21:00"));
        await silo.CloseCampaignAsync();
        var next = (await Daily("a", Today + 1))!;
        Assert.Equal(((2L, 0L, 2L), (2L, 1L, 1L)), (Posts(next.Counts), Posts(next.Before)));
        var again = (await Daily("a", Today))!;
        Assert.Equal(((2L, 1L, 1L), (2L, 0L, 2L)), (Posts(again.Counts), Posts(again.Before)));
    }

    [Fact]
    public async Task ADayThatIsOver_ReadsAsItDid_AfterItsPlacesWereSplitMergedAndMoved()
    {
        await silo.ReportAsync("a.v1.g1", Sampled("T1", 10), Sampled("T2", 4));
        await silo.ReportAsync("a.v1.g2", Sampled("T1", 10));
        await silo.ReportAsync("a.v2.g1");
        time.Advance(TimeSpan.FromHours(24));
        string[] places = ["a", "a.v1", "a.v2", "a.v1.g1", "a.v1.g2"];
        var before = await TextsAsync();

        var city = silo.Grains.GetGrain<ICityGrain>(0);
        var none = ImmutableSortedDictionary<string, long>.Empty;
        foreach (var change in new PlaceChange[]
        {
            new("s", ChangeKind.Split, PlaceId.Parse("a.v1.g1"), null, null, null, [new(PlaceId.Parse("a.v1.g8"), "东", null, none, []), new(PlaceId.Parse("a.v1.g9"), "西", null, none, ["T2"])]),
            new("m", ChangeKind.Move, PlaceId.Parse("a.v1.g2"), null, null, PlaceId.Parse("a.v2.g9"), []),
            new("j", ChangeKind.Merge, PlaceId.Parse("a.v1.g8"), null, null, PlaceId.Parse("a.v2.g9"), []),
            new("c", ChangeKind.Close, PlaceId.Parse("a.v1.g3"), null, null, null, []),
        })
            Assert.Empty((await city.Change(change, "steward")).Errors);
        await silo.RestartWithoutSavedStateAsync();
        await silo.FollowCityAsync();
        Assert.Equal(before, await TextsAsync());

        // Nobody has reported today, and what was carried is no sign that anybody had. Only the open leaves of the new tree are expected.
        var today = (await Daily("a", Today + 1))!;
        Assert.Equal((5, 0, 14L, 24L), (today.Expected, today.Received, today.Counts.AsSpan().Of("tests.sampled"), today.Before.AsSpan().Of("tests.sampled")));
        Assert.Equal(10, (await Daily("a.v2.g9", Today + 1))!.Counts.AsSpan().Of("tests.sampled"));

        async Task<List<string>> TextsAsync()
        {
            var texts = new List<string>();
            foreach (var place in places)
                texts.Add(Text((await Daily(place, Today))!));
            return texts;
        }
    }

    [Fact]
    public async Task ADayThatIsNotThere_HasNoReport()
    {
        Assert.Null(await Daily("a", Today + 1));
        Assert.Null(await Daily("a", new DateOnly(2022, 10, 5).DayNumber));
    }

    private static Observation Sampled(string tube, long value) => new("tests.sampled", tube, value, Morning.UtcDateTime.AddSeconds(20 - value));

    private static Observation Duty(long value, double hours) => new("duty.cadre", "c1", value, Morning.UtcDateTime.AddHours(hours), "site-1");

    private static (long Open, long Staffed, long Short) Posts(CountVector counts) =>
        (counts.AsSpan().Of("posts.open"), counts.AsSpan().Of("posts.staffed"), counts.AsSpan().Of("posts.short"));

    private async Task ImportPostsAsync(params Post[] posts)
    {
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPosts([.. posts.Select((post, n) => new ImportRow<Post>(n + 1, post))], dryRun: false, "test")).Errors);
        await silo.FollowCityAsync();
    }

    private static IEnumerable<string> Ids(ImmutableArray<PlaceId> places) => places.Select(p => p.Value);

    private static string Text(DailyReport r) => string.Join('/', [
        r.DueAt, r.AsOf, r.IsOver, r.Expected, r.Received, string.Join(',', r.Zero), string.Join(',', r.Late), string.Join(',', r.Missing),
        string.Join(',', r.Counts.AsSpan().ToArray()), string.Join(',', r.Before.AsSpan().ToArray()), string.Join(',', r.Issues)]);

    private Task<DailyReport?> Daily(string place, int day) => silo.Recounter(place).Daily(day);
}
