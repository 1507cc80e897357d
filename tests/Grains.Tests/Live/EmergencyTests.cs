using System.Collections.Concurrent;
using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>An emergency on the real silo, through restarts.</summary>
public sealed class EmergencyTests : IAsyncLifetime
{
    private const string Outbreak = "outbreak-1";

    private const string Plans = """
        { "plans": [ { "code": "small", "zh": "小预案", "en": "A small plan", "notice": { "zh": "已启动小预案" }, "groups": [
          { "code": "command", "zh": "指挥组", "en": "Command", "tasks": [
            { "code": "muster", "zh": "集合", "en": "Muster", "dueMinutes": 30, "until": { "count": "muster.present", "of": "muster.called" } },
            { "code": "first-report", "zh": "首报", "en": "First report", "dueMinutes": 120 },
            { "code": "sites", "zh": "布点", "en": "Sites", "dueMinutes": 180 },
            { "code": "zones", "zh": "划区", "en": "Zones", "dueMinutes": 240 } ] } ] } ] }
        """;

    // 07:00 in China, some day.
    private static readonly DateTimeOffset Activated = new(2026, 3, 1, 23, 0, 0, TimeSpan.Zero);
    private static readonly PlaceId Root = PlaceId.Parse("a");

    private readonly ShiftedTime time = new();
    private readonly Watcher watcher = new();
    private readonly string plans = Path.GetTempFileName();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(plans, Plans, TestContext.Current.CancellationToken);
        time.Advance(Activated - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time, ("Emergency:File", plans));
    }

    public async ValueTask DisposeAsync()
    {
        await silo.DisposeAsync();
        File.Delete(plans);
    }

    [Fact]
    public async Task Activated_AgainAndThroughARestart_IsOneCampaignWithOneClockAndOneNotice()
    {
        await ActivateAsync();
        var first = Campaign;
        var notice = Assert.Single(await Board.Notices(PlaceId.Parse("a.v2.g1"), 10)).Notice;
        Assert.Equal((Root, 6, "已启动"), (notice.Place, notice.Expected, notice.Text.Zh![..3]));
        time.Advance(TimeSpan.FromMinutes(10));
        await ActivateAsync();
        await silo.RestartAsync();
        await ActivateAsync();
        Assert.Equal(first, Campaign);
        Assert.Equal(Activated.UtcDateTime, Campaign.OpensAt.UtcDateTime, TimeSpan.FromMinutes(1));
        Assert.Equal([notice], (await Board.Notices(Root, 10)).Select(view => view.Notice));
    }

    [Fact]
    public async Task ATaskThatIsLate_IsRaisedOnce_ThroughARestartThatKeepsNothing_AndClearsWhenAStewardSaysItIsDone()
    {
        await ActivateAsync();
        await AdvanceAsync(121);
        var raised = await StandAsync(2);
        Assert.Equal(["first-report", "muster"], raised.Select(a => a.Subject));
        Assert.All(raised, a => Assert.Equal(("task.late", Root, AlertSeverity.Warning), (a.Rule, a.Place, a.Severity)));
        Assert.Equal(Campaign.OpensAt.UtcDateTime.AddMinutes(30), raised[1].Since, TimeSpan.FromMilliseconds(1));
        Assert.Equal(TaskStanding.Late, (await TaskAsync("muster")).Standing);

        await silo.ReportAsync("a.v1.g1");
        await silo.RestartWithoutSavedStateAsync();
        await WatchAsync();
        await Eventually.IsAsync(Tally, t => t == new AlertTally(0, 2), "two warnings at the root");
        Assert.Equal(raised, await StandAsync(2));

        Assert.Empty((await MarkAsync("first-report", done: true)).Errors);
        Assert.Equal(raised[1], Assert.Single(await StandAsync(1)));
        var done = await TaskAsync("first-report");
        Assert.Equal((TaskStanding.Done, false), (done.Standing, done.ByCount));
        var version = (await MarkAsync("first-report", done: true)).Version;
        time.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal(version, (await MarkAsync("first-report", done: true)).Version);
        Assert.Equal(done, await TaskAsync("first-report"));
        await silo.RestartAsync();
        Assert.Equal(done, await TaskAsync("first-report"));
        Assert.Single(await StandAsync(1));

        // Taken back, it is the same alert again and no other.
        Assert.Empty((await MarkAsync("first-report", done: false)).Errors);
        Assert.Equal(raised, await StandAsync(2));
        Assert.Equal(["finishTask first-report", "reopenTask first-report"], await TrailAsync("Task"));
        Assert.All(watcher.Heard.Where(a => a.ClearedAt is null), a => Assert.Contains(a.Id, raised.Select(r => r.Id)));
        Assert.Equal("task", Assert.Single((await MarkAsync("no-such", done: true)).Errors).Member);
    }

    [Fact]
    public async Task TheMuster_EndsItsTaskByItself_AndSaysWhoIsMissing()
    {
        await ActivateAsync();
        await ReportAsync("a.v1.desk", Badges("muster.called", 5));
        await ReportAsync("a.v1.g2", Badges("muster.called", 3));
        await ReportAsync("a.v1.g2", Badges("muster.present", 3));
        await ReportAsync("a.v1.desk", Badges("muster.present", 2));
        var muster = (await Eventually.IsAsync(StatusAsync, s => s.Muster is { Called: 8, Present: 5 }, "eight called, five there")).Muster;
        Assert.Equal([new PlaceMuster(PlaceId.Parse("a.v1.desk"), 5, 2)], muster.Missing);
        Assert.Equal((1, 5), (muster.Incomplete, muster.Uncalled));
        Assert.Equal(["a.v1.g1", "a.v1.g3", "a.v2.g1", "a.v2.g2", "a.v2.g3"], muster.NotCalling.Select(p => p.Value));

        await AdvanceAsync(31);
        await Eventually.IsAsync(() => Board.Alerts(Root, 10), a => a.Any(x => x.Rule == "task.late"), "the muster's task late");
        await ReportAsync("a.v1.desk", Badges("muster.present", 5));
        var complete = time.GetUtcNow().UtcDateTime;
        await Eventually.IsAsync(async () => string.Join(", ", (await Board.Alerts(Root, 10)).Select(a => $"{a.Rule} {a.Place} {a.Subject}")), a => a.Length == 0, "no alert any more");
        var task = await TaskAsync("muster");
        Assert.True(task is { Standing: TaskStanding.Done, ByCount: true });
        Assert.Equal(complete, task.DoneAt!.Value, TimeSpan.FromSeconds(20));
        await silo.RestartWithoutSavedStateAsync();
        Assert.Equal(task, await Eventually.IsAsync(() => TaskAsync("muster"), t => t.Standing == TaskStanding.Done, "the muster done again"));
    }

    [Fact]
    public async Task TheFirstDay_IsSettledWhenItIsOver_WhateverComesLater()
    {
        await ActivateAsync();
        await ReportAsync("a.v1.desk", [.. Badges("muster.called", 5), .. Badges("muster.present", 5)]);
        time.Advance(TimeSpan.FromMinutes(150));
        await MarkAsync("first-report", done: true);
        await MarkAsync("sites", done: true);
        var early = await SummaryAsync();
        Assert.False(early.IsFrozen);
        Assert.Equal(TaskStanding.Open, early.Tasks.Single(t => t.Task == "zones").Standing);

        time.Advance(TimeSpan.FromHours(22));
        var settled = await SummaryAsync();
        Assert.True(settled.IsFrozen);
        Assert.Equal((5, 5, 1), (settled.Called, settled.Present, settled.Reports));
        Assert.InRange(settled.MusteredAt!.Value, Activated.UtcDateTime, Activated.UtcDateTime.AddMinutes(2));
        Assert.Equal([("a.desk", 0L), ("a.v1", 5L), ("a.v2", 0L)], settled.Places.Select(p => (p.Place.Value, p.Called)));
        var tasks = settled.Tasks.ToDictionary(t => t.Task);
        Assert.True(tasks["first-report"].DoneAt > tasks["first-report"].DueAt);
        Assert.True(tasks["sites"].DoneAt < tasks["sites"].DueAt);
        Assert.Equal((TaskStanding.Late, true), (tasks["zones"].Standing, tasks["muster"].ByCount));

        time.Advance(TimeSpan.FromMinutes(5));
        await MarkAsync("zones", done: true);
        await MarkAsync("sites", done: false);
        await ReportAsync("a.v2.g1", [.. Badges("muster.called", 2), new("tests.sampled", "t", 9, Activated.UtcDateTime)]);
        await silo.RestartWithoutSavedStateAsync();
        var again = await SummaryAsync();
        Assert.Equal(settled.Tasks, again.Tasks);
        Assert.Equal(settled.Places, again.Places);
        Assert.Equal((settled.Counts, settled.Reports, settled.MusteredAt), (again.Counts, again.Reports, again.MusteredAt));
    }

    [Fact]
    public async Task ADrill_LeavesTheCountsOfTheSamePlacesAlone_AndRunsByItsOwnClock()
    {
        await silo.ReportAsync("a.v1.g1", new Observation("tests.sampled", "t", 7, Activated.UtcDateTime));
        var before = await Eventually.IsAsync(() => silo.Area("a").Get(), c => c.Version == 1, "the real report at the town");
        await ActivateAsync(new Drill(Activated.AddYears(-4), 60));
        await ReportAsync("a.v1.g1", [.. Badges("muster.called", 4), new("tests.sampled", "t", 9, Activated.UtcDateTime.AddYears(-4))]);
        await Eventually.IsAsync(StatusAsync, s => s.Muster.Called == 4, "the drill's report at its root");
        var after = await silo.Area("a").Get();
        Assert.Equal((before.Counts, before.Version, default), (after.Counts, after.Version, after.Alerts));
        Assert.Equal(Activated.AddYears(-4).UtcDateTime.AddMinutes(30), (await StatusAsync()).Muster.DueAt);
        // 30 minutes of the drill are half a minute.
        await AdvanceAsync(0.52);
        await Eventually.IsAsync(() => Board.Alerts(Root, 10), a => a.Any(x => x is { Rule: "task.late", Subject: "muster" }), "the drill's muster late");
        Assert.Empty(await silo.Grains.GetGrain<IBoardGrain>(RunningSilo.Campaign).Alerts(Root, 10));
    }

    private static Observation[] Badges(string series, int count) =>
        [.. Enumerable.Range(0, count).Select(n => new Observation(series, $"b{n}", 1, Activated.UtcDateTime))];

    private Campaign Campaign => silo.CurrentCity.Value.TryGetCampaign(Outbreak, out var found) ? found : throw new InvalidOperationException();

    private IBoardGrain Board => silo.Grains.GetGrain<IBoardGrain>(Outbreak);

    private Task<EmergencyStatus> StatusAsync() => silo.Grains.GetGrain<IEmergencyGrain>(Outbreak).Get(0, 10)!;

    private Task<EmergencySummary> SummaryAsync() => silo.Grains.GetGrain<IEmergencyGrain>(Outbreak).Summary(0)!;

    private async Task<TaskState> TaskAsync(string task) => (await StatusAsync()).Tasks.Single(t => t.Task == task);

    private async Task<AlertTally> Tally() => (await silo.Grains.GetGrain<IAreaGrain>($"{Outbreak}/a").Get()).Alerts;

    private async Task ActivateAsync(Drill? drill = null)
    {
        var bare = City.CityFacts.Campaign(Outbreak, "a") with { Kind = CampaignKind.Round, Title = "", OpensAt = DateTimeOffset.MinValue, Drill = drill };
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).PutEmergency(bare, "small", "steward")).Errors);
        await silo.FollowCityAsync();
    }

    private async Task<ImportOutcome> MarkAsync(string task, bool done)
    {
        var outcome = await silo.Grains.GetGrain<ICityGrain>(0).MarkTask(Outbreak, task, done, "steward");
        await silo.FollowCityAsync();
        return outcome;
    }

    private async Task ReportAsync(string place, Observation[] observations) => Assert.Equal(
        ReportRefusal.None, (await silo.Grains.GetGrain<IGridGrain>($"{Outbreak}/{place}").Report(Facts.Report(observations), Facts.Reporter)).Refusal);

    private async Task<IEnumerable<string>> TrailAsync(string of) =>
        (await silo.Grains.GetGrain<ITrailGrain>($"{Outbreak}/a").Entries(long.MaxValue, 50)).Reverse().Where(e => e.What.EndsWith(of, StringComparison.Ordinal)).Select(e => $"{e.What} {e.About}");

    // A watch is for a minute of the clock that is put forward.
    private async Task AdvanceAsync(double minutes)
    {
        time.Advance(TimeSpan.FromMinutes(minutes));
        await WatchAsync();
        await silo.Grains.GetGrain<IAreaGrain>($"{Outbreak}/a").Get();
    }

    private Task WatchAsync() => Board.Watch(silo.Grains.CreateObjectReference<IBoardObserver>(watcher));

    private async Task<Alert[]> StandAsync(int number) =>
        [.. (await Eventually.IsAsync(() => Board.Alerts(Root, 10), a => a.Length == number, $"{number} alerts")).OrderBy(a => a.Subject, StringComparer.Ordinal)];

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
