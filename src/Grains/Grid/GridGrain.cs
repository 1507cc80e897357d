using System.Collections.Immutable;
using System.Threading.RateLimiting;
using GridGrains.Faults;
using GridGrains.Journal;
using GridGrains.Metrics;
using GridGrains.Retention;
using GridGrains.RollUp;
using GridGrains.Rules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace GridGrains.Grid;

/// <summary>
/// A leaf. It appends a report to the journal, and only when that is durable counts it and answers. The thinking is in
/// <see cref="GridLedger"/>; here is when and where.
/// </summary>
/// <remarks>
/// Reentrant, so that while one report waits for its commit the next can join the same batch, and the area above can ask
/// while this leaf is talking to it. State only changes between awaits.
/// </remarks>
[Reentrant]
internal sealed partial class GridGrain(
    [PersistentState("grid", LedgerStorage.Name)] IPersistentState<SavedGrid> saved,
    IJournalStore journal,
    GroupCommit group,
    CurrentCity current,
    IOptions<GridOptions> options,
    RollUpPace pace,
    AreaOutboxes outboxes,
    RuleBook rules,
    AlertWriter alertWriter,
    TimeProvider time,
    ILogger<GridGrain> log) : Grain, IGridGrain
{
    private readonly JournalWriter writer = group.OpenWriter();
    private GridLedger ledger = null!;
    private LeafCounts counts = null!;
    private LeafVoice voice = null!;
    private RaisedAlerts alerts = null!;
    private bool awake;
    private bool gaveUp;
    private bool purging;
    private Task saving = Task.CompletedTask;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var key = LedgerKey.Parse(this.GetPrimaryKeyString());
        var campaign = await current.CampaignAsync(key, cancellationToken);
        ledger = await GridReplay.LoadAsync(key, campaign, saved.State, journal, cancellationToken);
        counts = new LeafCounts(ledger, current, campaign, rules, time);
        alerts = new RaisedAlerts(key, () => (counts.Standing, counts.CampaignNow), current, alertWriter, log);
        voice = new LeafVoice(this, key, counts, alerts, current, outboxes, pace, time, log);
        voice.Now();
        awake = true;
        Activations.Begin(GrainKind.Leaf);
        LogActivated(key, ledger.Version, saved.State.Sequence);
    }

    public async Task<ReportAnswer> Report(Report report, string reporter)
    {
        if (gaveUp || IsHeld)
            return ReportAnswer.Refused(ReportRefusal.Unknown);
        if (current.Value.Version < ledger.CityVersion)
            await FollowChangeAsync();
        if (!current.Value.TryGetLedger(ledger.Key, out _, out var place) || !place.IsLeaf)
            return ReportAnswer.Refused(ReportRefusal.NotALeaf);

        var payload = Payload.Encode(report.Observations);
        var fingerprint = new Fingerprint(payload, reporter);
        var admission = Admit(report.ReportId, fingerprint);
        if (admission.Kind == AdmissionKind.New)
        {
            var room = await group.WaitForRoomAsync(report.Observations.Length);
            if (room is null)
                return ReportAnswer.Refused(ReportRefusal.Busy);
            // The same report may have come in while this one waited, or the campaign been closed.
            admission = Admit(report.ReportId, fingerprint);
            if (admission.Kind == AdmissionKind.New)
                return await AppendAsync(report, fingerprint, payload, reporter, room);
            room.Dispose();
        }
        return admission switch
        {
            { Kind: AdmissionKind.Known, Receipt: { } receipt } => ReportAnswer.Counted(receipt),
            { Kind: AdmissionKind.Pending, Pending: { } pending } => await AnswerSecondAsync(pending),
            // Nobody appends to a closed ledger, so nobody would find out that it is behind.
            { Kind: AdmissionKind.Closed } => ReportAnswer.Refused(await IsBehindAsync() ? ReportRefusal.Unknown : WhyClosed),
            _ => ReportAnswer.Refused(ReportRefusal.ReportIdTaken),
        };
    }

    public Task<PlaceCounts> Get() => Task.FromResult(voice.Now());

    public Task<ImmutableArray<PostState>> Posts() => Task.FromResult(counts.Posts());

    public Task<PlaceCounts> CatchUp(long head)
    {
        if (!ledger.HasPending && ledger.Version < head)
            GiveUp(AppendOutcome.Unknown);
        return Get();
    }

    public Task<PlaceFamily> Watch(IPlaceObserver observer, bool withChildren)
    {
        voice.Watchers.Add(observer, withChildren);
        return Task.FromResult(new PlaceFamily(voice.Now(), []));
    }

    public Task Unwatch(IPlaceObserver observer)
    {
        voice.Watchers.Remove(observer);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<HistoryPoint>?> History(string count, TimeSpan step, DateTime from, DateTime to) =>
        Task.FromResult(counts.History(count, step, from, to));

    public Task<ImmutableArray<Observation>?> Subjects(string? series, string? after, int limit) => Task.FromResult<ImmutableArray<Observation>?>(
        ledger.PurgedThrough > 0 ? null : SubjectPage.Read(ledger.State, series, after, limit));

    // What is saved goes first: dying in between leaves payloads, and so somebody who asks again. The next activation replays what is left.
    public async Task<bool> PurgeSubjects()
    {
        // A report that is on its way has its sequence and is counted; the next time, then.
        if (purging || !IsClosed || ledger.HasPending)
            return false;
        purging = true;
        try
        {
            await saving;
            saved.State = new SavedGrid();
            await saved.WriteStateAsync();
            await alerts.PurgeAsync();
            await Task.Run(() => SubjectPurge.RunAsync(journal, ledger.Key));
            return true;
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (ledger is null)
            return;
        if (awake)
            Activations.End(GrainKind.Leaf);
        await voice.FlushAsync();
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown)
            CrashPoint.Pass(CrashPoint.InDrain);
        voice.Stop();
        await saving;
        // One that gave up leaves at once: what ailed its commit would hold up its snapshot too, and reports wait for the next one.
        // One that purges must not write its subjects back.
        if (!gaveUp && !purging && ledger.Version > saved.State.Sequence)
            await SaveAsync();
    }

    private async Task<bool> IsBehindAsync()
    {
        var heads = await journal.HeadsAsync(ledger.Key.Campaign, [ledger.Key.Place], CancellationToken.None);
        await CatchUp(heads.GetValueOrDefault(ledger.Key.Place));
        return gaveUp;
    }

    private bool IsClosed => current.Value.TryGetCampaign(ledger.Key.Campaign, out var campaign) && campaign.State == CampaignState.Closed;

    // A closed campaign still answers for what it has counted: whose receipt was lost must not be told that nothing was.
    private Admission Admit(Guid reportId, Fingerprint fingerprint) =>
        ledger.Admit(reportId, fingerprint) is var admission && admission.Kind == AdmissionKind.New && !TakesReports
            ? new(AdmissionKind.Closed)
            : admission;

    private async Task<ReportAnswer> AppendAsync(Report report, Fingerprint fingerprint, byte[] payload, string reporter, RateLimitLease room)
    {
        var pending = ledger.Begin(report.ReportId, fingerprint, report.Observations, RecordTime.Of(time));
        var entry = new JournalEntry(ledger.Key, pending.Sequence, report.ReportId, reporter, pending.RecordedAt, payload);
        using var span = SiloTraces.Continue("append", report.Trace);
        var began = time.GetTimestamp();
        await (pending.Settled = SettleAsync(pending, writer.Append(entry, room), span?.Id));
        SlowLeaves.Took(ledger.Key.Place, time.GetElapsedTime(began), time);
        CrashPoint.Pass(CrashPoint.AfterApply);
        return pending.Receipt is { } receipt ? ReportAnswer.Counted(receipt) : ReportAnswer.Refused(ReportRefusal.Unknown);
    }

    private static async Task<ReportAnswer> AnswerSecondAsync(PendingReport pending)
    {
        await pending.Settled;
        return pending.Receipt is { } receipt
            ? ReportAnswer.Counted(receipt with { Status = ReportStatus.Duplicate })
            : ReportAnswer.Refused(ReportRefusal.Unknown);
    }

    private async Task SettleAsync(PendingReport pending, Task<AppendOutcome> append, string? trace)
    {
        var outcome = await append;
        if (outcome != AppendOutcome.Committed)
        {
            GiveUp(outcome);
            return;
        }
        CrashPoint.Pass(CrashPoint.AfterCommit);
        ledger.CommitThrough(pending.Sequence);
        counts.Changed(trace);
        voice.Changed();
        if (ledger.Version - saved.State.Sequence >= options.Value.ReportsPerSave && saving.IsCompleted)
            saving = SaveAsync();
    }

    // Another activation writes this ledger, or nobody knows what was written: the next activation replays and goes on from the truth.
    private void GiveUp(AppendOutcome outcome)
    {
        if (gaveUp)
            return;
        gaveUp = true;
        LogGaveUp(ledger.Key, outcome, ledger.Version);
        DeactivateOnIdle();
    }

    // Never throws: what is saved is a shortcut, and one that could not be saved costs a longer replay.
    private async Task SaveAsync()
    {
        try
        {
            CrashPoint.Pass(CrashPoint.BeforeSave);
            saved.State = new SavedGrid { Sequence = ledger.Version, LastReportId = ledger.LastReportId, Ledger = GridLedgerFormat.Write(ledger) };
            await saved.WriteStateAsync();
        }
        catch (Exception e)
        {
            LogNotSaved(e, ledger.Key);
        }
    }

    [LoggerMessage(400, LogLevel.Debug, "{Ledger} is awake with {Reports} reports, {Saved} of them from saved state")]
    private partial void LogActivated(LedgerKey ledger, long reports, long saved);

    [LoggerMessage(401, LogLevel.Warning, "{Ledger} gives up this activation at {Reports} reports: {Outcome}")]
    private partial void LogGaveUp(LedgerKey ledger, AppendOutcome outcome, long reports);

    [LoggerMessage(402, LogLevel.Warning, "{Ledger} could not save its state")]
    private partial void LogNotSaved(Exception e, LedgerKey ledger);
}
