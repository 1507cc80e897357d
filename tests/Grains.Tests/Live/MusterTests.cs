using System.Collections.Concurrent;
using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>A muster on the real silo: its clock goes on through a restart, and nothing is raised twice.</summary>
public sealed class MusterTests : IAsyncLifetime
{
    // 07:00 in China, some day.
    private static readonly DateTimeOffset Called = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);

    private readonly ShiftedTime time = new();
    private readonly Watcher watcher = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(Called - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time);
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task AGroupThatStaysAway_IsRaisedAfterHalfAnHour_GoesOnUpwards_AndClearsWhenItComes_ThroughRestarts()
    {
        await silo.ReportAsync("a.v1.desk", Badges("muster.called", 0, 20, minute: 0));
        await silo.ReportAsync("a.v1.desk", Badges("muster.present", 0, 15, minute: 20));
        await silo.RestartAsync();
        await AdvanceAsync(29);
        Assert.Equal(20, (await silo.Area("a").Get()).Counts.AsSpan().Of("muster.called"));
        Assert.Empty(await Board.Alerts(PlaceId.Parse("a"), 10));

        await AdvanceAsync(1.2);
        var raised = await StandsAsync(a => a.Reached == PlaceId.Parse("a.v1.desk"), "the muster's alert");
        Assert.Equal(("muster.incomplete", "a.v1.desk", Called.UtcDateTime), (raised.Rule, raised.Place.Value, raised.Since));
        Assert.Contains("5", raised.En, StringComparison.Ordinal);

        // Nothing of what was saved is there any more; the same alert stands, and is not told again.
        await silo.RestartWithoutSavedStateAsync();
        await WatchAsync();
        await Eventually.IsAsync(async () => (await silo.Area("a").Get()).Alerts, t => t == new AlertTally(1, 0), "one critical alert at the town");
        Assert.Equal(raised, Assert.Single(await Board.Alerts(PlaceId.Parse("a"), 10)));

        await AdvanceAsync(15);
        var further = await StandsAsync(a => a.Reached == PlaceId.Parse("a"), "the alert at the town");
        Assert.Equal(raised with { Reached = PlaceId.Parse("a") }, further);
        await silo.ReportAsync("a.v1.desk", Badges("muster.present", 15, 5, minute: 40));
        await Eventually.IsAsync(() => Board.Alerts(PlaceId.Parse("a"), 10), a => a.IsEmpty, "no alert any more");
        await Eventually.IsAsync(() => Task.FromResult(watcher.Heard.Count(a => a.ClearedAt is not null)), n => n == 1, "the end of it told");
        Assert.All(watcher.Heard, a => Assert.Equal(raised.Id, a.Id));
        Assert.Single(watcher.Heard, a => a.Reached == PlaceId.Parse("a.v1.desk"));
    }

    [Fact]
    public async Task AMusterThatIsComplete_RaisesNothing()
    {
        await silo.ReportAsync("a.v1.desk", Badges("muster.called", 0, 20, minute: 0));
        await silo.ReportAsync("a.v1.desk", Badges("muster.present", 0, 20, minute: 29));
        time.Advance(TimeSpan.FromMinutes(45));
        // Another place's alert is there in its time, and this one's would have been before it.
        await silo.ReportAsync("a.v2.desk", Badges("muster.called", 0, 1, minute: 0));
        Assert.Equal("a.v2.desk", (await StandsAsync(_ => true, "the other muster's alert")).Place.Value);
        Assert.Single(await Board.Alerts(PlaceId.Parse("a"), 10));
    }

    [Fact]
    public async Task AVillageInWhichNobodyReports_HasAnAlertOfItsOwn()
    {
        var round = City.CityFacts.Campaign("testing", "a") with
        {
            Kind = CampaignKind.Round,
            OpensAt = Called.AddHours(1),
            Deadline = Called.AddDays(1),
        };
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).PutCampaign(round, "test")).Errors);
        await silo.FollowCityAsync();
        var town = silo.Grains.GetGrain<IAreaGrain>("testing/a");
        await town.Get();
        time.Advance(TimeSpan.FromMinutes(200));
        Assert.Equal(ReportRefusal.None, (await silo.Grains.GetGrain<IGridGrain>("testing/a.v2.g1").Report(Facts.Report(), Facts.Reporter)).Refusal);
        await Eventually.IsAsync(town.Get, c => c.Version == 1, "the report at the town");
        time.Advance(TimeSpan.FromMinutes(41));
        await Eventually.IsAsync(async () => (await town.Get()).Alerts, t => t == new AlertTally(0, 1), "one warning at the town");
        var board = silo.Grains.GetGrain<IBoardGrain>("testing");
        var silent = Assert.Single(await Eventually.IsAsync(() => board.Alerts(PlaceId.Parse("a"), 10), a => a.Length == 1, "one alert listed"));
        Assert.Equal(("area.silent", "a.v1"), (silent.Rule, silent.Place.Value));
        Assert.Equal(ReportRefusal.None, (await silo.Grains.GetGrain<IGridGrain>("testing/a.v1.g1").Report(Facts.Report(), Facts.Reporter)).Refusal);
        await Eventually.IsAsync(() => board.Alerts(PlaceId.Parse("a"), 10), a => a.IsEmpty, "no alert any more");
    }

    private static Observation[] Badges(string series, int from, int count, int minute) =>
        [.. Enumerable.Range(from, count).Select(n => new Observation(series, $"b{n}", 1, Called.UtcDateTime.AddMinutes(minute)))];

    private IBoardGrain Board => silo.Grains.GetGrain<IBoardGrain>(RunningSilo.Campaign);

    // A watch is for a minute of the clock that is put forward.
    private Task AdvanceAsync(double minutes)
    {
        time.Advance(TimeSpan.FromMinutes(minutes));
        return WatchAsync();
    }

    private Task WatchAsync() => Board.Watch(silo.Grains.CreateObjectReference<IBoardObserver>(watcher));

    private async Task<Alert> StandsAsync(Func<Alert, bool> expected, string what) => (await Eventually.IsAsync(
        () => Board.Alerts(PlaceId.Parse("a"), 10), a => a.Length == 1 && expected(a[0]), what))[0];

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
