using System.Collections.Concurrent;
using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class AlertTests : IAsyncLifetime
{
    // 10:00 in China, some day.
    private static readonly DateTimeOffset TenOClock = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly ShiftedTime time = new();
    private readonly Watcher watcher = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(TenOClock - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task APositiveTube_IsRaisedCountedUpAndTold_AndClearedByACorrection()
    {
        await WatchAsync();
        await silo.ReportAsync("a.v1.g1", Positive("T1", 1));
        await CriticalIsAsync(1);
        var alert = Assert.Single(await ListAsync("a", 1));
        Assert.Equal(("tests.positive", "T1", "a.v1.g1", AlertSeverity.Critical), (alert.Rule, alert.Subject, alert.Place.Value, alert.Severity));
        Assert.Single(await ListAsync("a.v1", 1));
        Assert.Empty(await Board.Alerts(PlaceId.Parse("a.v2"), 10));
        await HeardAsync(1);
        Assert.Equal(alert, watcher.Heard.Single());

        await silo.ReportAsync("a.v1.g1", Positive("T1", 0, minute: 1));
        await CriticalIsAsync(0);
        await ListAsync("a", 0);
        await HeardAsync(2);
        Assert.NotNull(watcher.Heard.Last().ClearedAt);
    }

    [Fact]
    public async Task ARestart_RaisesNothingTwice_AndKeepsWhoAcknowledged()
    {
        await silo.ReportAsync("a.v1.g1", Positive("T1", 1), Positive("T2", 1));
        var before = (await ListAsync("a", 2)).OrderBy(a => a.Subject).ToList();
        var acknowledged = await Board.AcknowledgeAlert(PlaceId.Parse("a"), before[0].Id, "steward");
        Assert.Equal(before[0] with { Acknowledged = true }, acknowledged);
        Assert.Null(await Board.AcknowledgeAlert(PlaceId.Parse("a.v2"), before[1].Id, "steward"));

        await silo.RestartWithoutSavedStateAsync();
        await WatchAsync();
        await CriticalIsAsync(2);
        // A third one is told, and nothing before it.
        await silo.ReportAsync("a.v1.g1", Positive("T3", 1));
        await HeardAsync(1);
        Assert.Equal("T3", watcher.Heard.Single().Subject);
        var after = (await ListAsync("a", 3)).OrderBy(a => a.Subject).ToList();
        Assert.Equal([acknowledged!, before[1]], after.Take(2));
    }

    [Fact]
    public async Task WhatWasMendedWhileTheLeafSlept_IsClearedWhenItWakes()
    {
        await silo.ReportAsync("a.v1.g1", Positive("T1", 1));
        await ListAsync("a", 1);
        await silo.CloseCampaignAsync();
        await ListAsync("a", 0);
        await CriticalIsAsync(0);
    }

    [Fact]
    public async Task APostThatStaysShort_IsRaisedByTimeAlone_ThoughNothingWasReportedThere()
    {
        ImmutableArray<ImportRow<Post>> posts =
            [new(1, new Post("site-1", PlaceId.Parse("a.v2.g2"), "sampling-site", "采样点1", "cadre:1", "11:00-21:00"))];
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPosts(posts, dryRun: false, "test")).Errors);
        await silo.FollowCityAsync();
        await silo.Area("a").Get();
        time.Advance(TimeSpan.FromMinutes(65));
        await Eventually.IsAsync(
            async () => (await silo.Area("a").Get()).Counts.AsSpan().Of("posts.short"), count => count == 1, "the post open and short");
        Assert.Empty(await Board.Alerts(PlaceId.Parse("a"), 10));

        time.Advance(TimeSpan.FromMinutes(11));
        var alert = Assert.Single(await ListAsync("a", 1));
        Assert.Equal(("post.short", "site-1", TenOClock.UtcDateTime.AddHours(1)), (alert.Rule, alert.Subject, alert.Since));
        await Eventually.IsAsync(async () => (await silo.Area("a").Get()).Alerts, a => a == new AlertTally(0, 1), "one warning at the town");
        await silo.ReportAsync("a.v2.g2", new Observation("duty.cadre", "c1", 1, TenOClock.UtcDateTime.AddMinutes(76), "site-1"));
        await ListAsync("a", 0);
    }

    [Fact]
    public async Task AGridThatIsSilentInARound_IsRaised_ThoughItNeverReported()
    {
        var round = City.CityFacts.Campaign("testing", "a.v1") with
        {
            Kind = CampaignKind.Round,
            OpensAt = TenOClock,
            Deadline = TenOClock.AddDays(1),
        };
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).PutCampaign(round, "test")).Errors);
        await silo.FollowCityAsync();
        var village = silo.Grains.GetGrain<IAreaGrain>("testing/a.v1");
        Assert.Equal(default, (await village.Get()).Alerts);
        var grid = silo.Grains.GetGrain<IGridGrain>("testing/a.v1.g1");
        time.Advance(TimeSpan.FromMinutes(230));
        Assert.Equal(ReportRefusal.None, (await grid.Report(Facts.Report(), Facts.Reporter)).Refusal);
        time.Advance(TimeSpan.FromMinutes(11));
        await Eventually.IsAsync(async () => (await village.Get()).Alerts, a => a == new AlertTally(0, 2), "two silent grids at the village");
        var board = silo.Grains.GetGrain<IBoardGrain>("testing");
        var silent = await Eventually.IsAsync(() => board.Alerts(PlaceId.Parse("a.v1"), 10), a => a.Length == 2, "two alerts on the board");
        Assert.Equal(["a.v1.g2", "a.v1.g3"], silent.Select(a => a.Place.Value).Order());
    }

    private static Observation Positive(string tube, long value, int minute = 0) =>
        new("tests.positive", tube, value, TenOClock.UtcDateTime.AddMinutes(minute));

    private IBoardGrain Board => silo.Grains.GetGrain<IBoardGrain>(RunningSilo.Campaign);

    private Task WatchAsync() => Board.Watch(silo.Grains.CreateObjectReference<IBoardObserver>(watcher));

    private Task<AlertTally> CriticalIsAsync(int critical) => Eventually.IsAsync(
        async () => (await silo.Area("a").Get()).Alerts, a => a.Critical == critical, $"{critical} critical alerts at the town");

    private Task<ImmutableArray<Alert>> ListAsync(string place, int number) => Eventually.IsAsync(
        () => Board.Alerts(PlaceId.Parse(place), 10), a => a.Length == number, $"{number} alerts listed for {place}");

    private Task<int> HeardAsync(int number) => Eventually.IsAsync(
        () => Task.FromResult(watcher.Heard.Count), n => n >= number, $"{number} alerts at the watcher");

    private sealed class Watcher : IBoardObserver
    {
        public ConcurrentQueue<Alert> Heard { get; } = [];

        public void Alerted(ImmutableArray<Alert> changed)
        {
            foreach (var alert in changed)
                Heard.Enqueue(alert);
        }

        public void Noticed(Notice notice, bool isNew)
        {
        }
    }
}
