using System.Collections.Immutable;
using GridGrains.Faults;
using GridGrains.History;
using GridGrains.Journal;
using GridGrains.Metrics;
using GridGrains.Recounting;
using GridGrains.RollUp;
using GridGrains.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GridGrains.Area;

/// <summary>
/// A village, town, county or city. It sums what its children send and sends the sum on. The thinking is in <see cref="AreaState"/>;
/// here is when and where.
/// </summary>
/// <remarks>Reentrant, so that it can ask a child that is just talking to it. State only changes between awaits.</remarks>
[Reentrant]
internal sealed partial class AreaGrain(
    [PersistentState("area", LedgerStorage.Name)] IPersistentState<SavedArea> saved,
    IJournalStore journal,
    CurrentCity current,
    IOptions<RollUpOptions> options,
    RollUpPace pace,
    RuleBook rules,
    AlertWriter alertWriter,
    TimeProvider time,
    ILogger<AreaGrain> log) : Grain, IAreaGrain
{
    private const int RecalledReports = 256;

    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(2);

    private readonly Watchers watchers = new(time, log);
    private readonly CountHistory history = new();
    private LedgerKey key;
    private bool looked;
    private Campaign campaign = null!;
    private AreaState state = null!;
    private ChildQuestions questions = null!;
    private AreaWatch watch = null!;
    private RaisedAlerts alerts = null!;
    private DueTimer due = null!;
    private Pulse toArea = null!;
    private Pulse toWatchers = null!;
    private PlaceCounts? built;
    private string? trace;
    private DateTime lastAsOf;
    private long cityVersion;
    private bool unsaved;
    private bool awake;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        key = LedgerKey.Parse(this.GetPrimaryKeyString());
        campaign = await current.CampaignAsync(key, cancellationToken);
        state = new AreaState(key.Place, Catalogue.Current);
        toArea = new Pulse(this, pace, time, log, TellAreaAsync);
        toWatchers = new Pulse(this, pace, time, log, TellWatchers);
        questions = new ChildQuestions(key, state, GrainFactory, journal, current, rules, time, log, Take);
        watch = new AreaWatch(key, state, history, current, rules, time);
        alerts = new RaisedAlerts(key, () => (watch.Standing, watch.CampaignNow), current, alertWriter, log);
        due = new DueTimer(this, time, Changed);
        var wasSaved = AreaFormat.TryRead(saved.State.Area, state, history);
        FollowCity();
        await questions.AskAllAsync(Asked, options.Value.WakeTimeout, cancellationToken);
        if (!wasSaved)
            await RecallAsync(cancellationToken);
        awake = true;
        Activations.Begin(GrainKind.Area);
        Changed();
        // The first time soon, for posts that open without a report; what has reported has been asked already.
        var first = options.Value.SilenceInterval < FirstLook ? options.Value.SilenceInterval : FirstLook;
        this.RegisterGrainTimer(OnSilence, new GrainTimerCreationOptions(first, options.Value.SilenceInterval) { Interleave = true });
        LogActivated(key, state.Heard, state.Expected, state.Version);
    }

    public Task ChildChanged(PlaceCounts child) => ChildrenChanged([child]);

    public Task ChildrenChanged(ImmutableArray<PlaceCounts> children)
    {
        SiloMetrics.RolledUp();
        FollowCity();
        var anything = false;
        foreach (var child in children)
            anything |= Merge(child);
        if (anything)
            Changed();
        return Task.CompletedTask;
    }

    public Task<PlaceCounts> Get() => Task.FromResult(Now());

    public Task<PlaceFamily> Children() => Task.FromResult(Family());

    public Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren)
    {
        // A first watcher gets all children now, so that what changed before is no news to it.
        if (withChildren && !watchers.AnyWithChildren)
            state.TakeChanged();
        watchers.Add(observer, withChildren);
        return Task.FromResult(withChildren ? Family() : new PlaceFamily(Now(), []));
    }

    public Task Unwatch(IPlaceObserver observer)
    {
        watchers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to) => Task.FromResult(
        Catalogue.Current.TryGetCount(count, out var found)
            ? history.Read(found, step, from, to, campaign.UtcAt(time.GetUtcNow().UtcDateTime))
            : null);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (toArea is null)
            return;
        if (awake)
            Activations.End(GrainKind.Area);
        CampaignRoots.Leave(key);
        await toArea.FlushAsync();
        toArea.Stop();
        toWatchers.Stop();
        due.Stop();
        await SaveAsync();
    }

    // Those that are listed and those that were.
    private IReadOnlyList<PlaceNode> Asked =>
        !current.Value.TryGetPlace(key.Place, out var node) ? [] : node.Formers.Count == 0 ? node.Children : [.. node.Children, .. node.Formers];

    // A campaign that has just begun is recalled whole. Of more than a few reports the journal is asked when somebody looks back, and
    // how many there are is only known once all children are heard.
    private async Task RecallAsync(CancellationToken cancellation)
    {
        if (state.Heard == state.Expected && state.Version <= RecalledReports)
            await JournalHistory.FillAsync(history, journal, key, campaign, cancellation);
        else
            history.Since = campaign.UtcAt(time.GetUtcNow().UtcDateTime);
    }

    private void Take(PlaceCounts child)
    {
        FollowCity();
        if (Merge(child))
            Changed();
    }

    private bool Merge(PlaceCounts child)
    {
        var before = state.Of(child.Place).ReportedAt;
        if (!state.Merge(child))
            return false;
        // A child that was not known yet tells how old its last report is, not how long that took.
        if (awake && child.ReportedAt is { } reportedAt && (reportedAt > before || child.Version == 1))
            SiloMetrics.Lagged(key.Place.Depth, time.GetUtcNow().UtcDateTime - reportedAt);
        if (child.Trace is not null)
        {
            using var span = SiloTraces.Continue("roll up", child.Trace, child.AsOf);
            trace = span?.Id ?? child.Trace;
        }
        return true;
    }

    private void Changed()
    {
        built = null;
        unsaved = true;
        history.Record(campaign.UtcAt(time.GetUtcNow().UtcDateTime), state.Counts);
        // While it wakes, a part of its sum may still be as it was saved. Sent now, it might arrive after the whole.
        if (awake)
            toArea.Request();
        if (watchers.Any)
            toWatchers.Request();
    }

    private void FollowCity()
    {
        var city = current.Value;
        if (city.Version == cityVersion)
            return;
        cityVersion = city.Version;
        state.Expect(Asked.Where(c => !c.IsFormer).Select(c => c.Place.Id));
        built = null;
        // What a steward says is done of an emergency no report tells.
        if (awake && campaign.Emergency is not null)
            Changed();
    }

    private PlaceFamily Family() => new(Now(), [.. state.Children]);

    // The time rises with every change, whatever the clock does: between equal versions it says which is newer.
    private PlaceCounts Now()
    {
        FollowCity();
        var now = time.GetUtcNow().UtcDateTime;
        if (built is null || now >= watch.DueAt)
        {
            lastAsOf = now > lastAsOf ? now : lastAsOf.AddTicks(1);
            watch.Look();
            var standing = new AlertTally(state.Alerts.Critical + watch.Tally.Critical, state.Alerts.Warning + watch.Tally.Warning);
            built = new(
                key.Place, state.Version, lastAsOf, CountVector.Copy(state.Counts), state.Expected, state.Heard, standing, ReportedAt: state.ReportedAt,
                HourBefore: history.Before(campaign, campaign.UtcAt(now), TimeSpan.FromHours(1)),
                DayBefore: history.Before(campaign, campaign.UtcAt(now), TimeSpan.FromDays(1)),
                Trace: trace);
            trace = null;
            if (awake && key.Place == campaign.Root)
                CampaignRoots.Say(key, built);
            due.Set(watch.DueAt);
            if (watch.HasLooked)
                alerts.Follow(built);
        }
        return built;
    }

    private Task TellAreaAsync()
    {
        CrashPoint.Pass(CrashPoint.BeforeRollUp);
        // A root has nobody to tell, and looks all the same: what its rules find must not depend on whether anybody watches it.
        var now = Now();
        return current.Value.AreaAbove(key) is { } area
            ? GrainFactory.GetGrain<IAreaGrain>(area.ToString()).ChildChanged(now)
            : Task.CompletedTask;
    }

    private Task TellWatchers()
    {
        watchers.Tell(key.Campaign, Now(), state.TakeChanged());
        return Task.CompletedTask;
    }

    private async Task OnSilence(CancellationToken cancellation)
    {
        FollowCity();
        if (looked)
            await questions.AskSilentAsync(Asked, options.Value.SilenceInterval, cancellation);
        else
            await questions.AskDueAsync(Asked);
        looked = true;
        // Of a root nobody may ever ask, and it sends its counts nowhere.
        if (key.Place == campaign.Root)
            Now();
        await SaveAsync();
    }

    // Never throws: what is saved is a shortcut.
    private async Task SaveAsync()
    {
        if (!unsaved)
            return;
        unsaved = false;
        try
        {
            CrashPoint.Pass(CrashPoint.BeforeSave);
            saved.State = new SavedArea { Area = AreaFormat.Write(state, history) };
            await saved.WriteStateAsync();
        }
        catch (Exception e)
        {
            LogNotSaved(e, key);
        }
    }

    [LoggerMessage(500, LogLevel.Debug, "{Area} is awake: {Heard} of {Expected} children heard, {Reports} reports")]
    private partial void LogActivated(LedgerKey area, int heard, int expected, long reports);

    [LoggerMessage(501, LogLevel.Warning, "{Area} could not save its state")]
    private partial void LogNotSaved(Exception e, LedgerKey area);
}
