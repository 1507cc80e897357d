using System.Collections.Immutable;
using GridGrains.History;
using GridGrains.Journal;

namespace GridGrains.Grid;

/// <summary>
/// The ledger of one leaf: its state, the reports it has counted, and those that wait for their commit. It assigns sequences
/// without gaps, and applies in the order of the sequence and only what is durable.
/// </summary>
public sealed class GridLedger
{
    private readonly Dictionary<Guid, KnownReport> known = [];
    private readonly Dictionary<Guid, PendingReport> pendingById = [];
    private readonly Queue<PendingReport> pending = [];

    private readonly Func<DateTime, DateTime> campaignTime;

    /// <summary>A leaf that has counted nothing.</summary>
    /// <param name="key">Which leaf, in which campaign.</param>
    /// <param name="catalogue">What is counted.</param>
    /// <param name="campaignTime">The campaign's time at a real one, both in UTC.</param>
    public GridLedger(LedgerKey key, Catalogue catalogue, Func<DateTime, DateTime> campaignTime)
    {
        Key = key;
        State = new GridState(catalogue);
        this.campaignTime = campaignTime;
    }

    /// <summary>Which leaf, in which campaign.</summary>
    public LedgerKey Key { get; }

    /// <summary>What is counted.</summary>
    public GridState State { get; }

    /// <summary>What the counts were.</summary>
    public CountHistory History { get; } = new();

    /// <summary>The sequence of the last report applied, and so the number of reports counted.</summary>
    public long Version { get; internal set; }

    /// <summary>The id of the last report applied.</summary>
    public Guid LastReportId { get; internal set; }

    /// <summary>When the last report was taken in, in UTC; the least value if none was.</summary>
    public DateTime LastReportAt { get; internal set; }

    /// <summary>When the first report of the day, by the campaign's clock, of the last one was taken in, in UTC.</summary>
    public DateTime FirstOfDayAt { get; internal set; }

    /// <summary>The sequence of the last report whose subjects have been purged; 0 if none was. Its subjects are then no longer complete.</summary>
    public long PurgedThrough { get; internal set; }

    /// <summary>The version of the city that a change of the tree made which this ledger contains; who does not know it may not add to the ledger.</summary>
    public long CityVersion { get; private set; }

    /// <summary>Whether anybody ever reported.</summary>
    public bool HasReported => LastReportAt != default;

    /// <summary>Whether reports wait for their commit.</summary>
    public bool HasPending => pending.Count > 0;

    internal IReadOnlyDictionary<Guid, KnownReport> Known => known;

    /// <summary>What to do with a report that comes in.</summary>
    /// <param name="reportId">Its id.</param>
    /// <param name="fingerprint">Of its payload and its reporter.</param>
    public Admission Admit(Guid reportId, Fingerprint fingerprint)
    {
        if (known.TryGetValue(reportId, out var report))
        {
            return fingerprint.IsOf(report.Fingerprint)
                ? new(AdmissionKind.Known, ReceiptOf(reportId, report, ReportStatus.Duplicate))
                : new(AdmissionKind.IdTaken);
        }
        if (pendingById.TryGetValue(reportId, out var waiting))
            return fingerprint.IsOf(waiting.Fingerprint) ? new(AdmissionKind.Pending, Pending: waiting) : new(AdmissionKind.IdTaken);
        return new(AdmissionKind.New);
    }

    /// <summary>Gives an admitted new report the next sequence; it is counted when <see cref="CommitThrough"/> says that it is durable.</summary>
    public PendingReport Begin(Guid reportId, Fingerprint fingerprint, ImmutableArray<Observation> observations, DateTime recordedAt)
    {
        var report = new PendingReport(Version + pending.Count + 1, reportId, fingerprint.Value, observations, recordedAt);
        pending.Enqueue(report);
        pendingById.Add(reportId, report);
        return report;
    }

    /// <summary>
    /// Counts the pending reports up to a sequence. They are durable if that one is: a ledger's appends become durable in their order.
    /// </summary>
    public void CommitThrough(long sequence)
    {
        while (pending.TryPeek(out var report) && report.Sequence <= sequence)
        {
            pending.Dequeue();
            pendingById.Remove(report.ReportId);
            var effect = State.Apply(report.ReportId, report.Observations.AsSpan());
            report.Receipt = ReceiptOf(report.ReportId, Count(report, effect), ReportStatus.Recorded);
        }
    }

    /// <summary>Counts an entry that is read back from the journal.</summary>
    /// <param name="entry">The next one.</param>
    /// <param name="kept">What the entry did to the counts, if its subjects have been purged.</param>
    public void Replay(JournalEntry entry, ReportEffect? kept = null)
    {
        if (entry.Sequence != Version + 1)
            throw new InvalidDataException($"The journal of {Key} goes on at {entry.Sequence} after {Version}: an entry is missing");
        if (kept is not null)
            PurgedThrough = entry.Sequence;
        var effect = kept is null ? State.Apply(entry.ReportId, Payload.Decode(entry.Payload.Span).AsSpan()) : State.Apply(kept);
        Count(new PendingReport(entry.Sequence, entry.ReportId, Fingerprint.Of(entry), [], entry.RecordedAt), effect);
    }

    internal void Remember(Guid reportId, KnownReport report)
    {
        known[reportId] = report;
        CityVersion = Math.Max(CityVersion, CarriedReport.CityVersionOf(reportId));
    }

    private KnownReport Count(PendingReport report, (int Applied, int Superseded) effect)
    {
        var counted = new KnownReport(report.Sequence, report.Fingerprint, (ushort)effect.Applied, (ushort)effect.Superseded);
        known.Add(report.ReportId, counted);
        Version = report.Sequence;
        LastReportId = report.ReportId;
        CityVersion = Math.Max(CityVersion, CarriedReport.CityVersionOf(report.ReportId));
        if (!CarriedReport.IsQuiet(report.ReportId))
            Reported(report);
        History.Record(campaignTime(report.RecordedAt), State.Counts);
        return counted;
    }

    private void Reported(PendingReport report)
    {
        if (!HasReported || CampaignDay.Of(campaignTime(report.RecordedAt)) != CampaignDay.Of(campaignTime(LastReportAt)))
            FirstOfDayAt = report.RecordedAt;
        LastReportAt = report.RecordedAt;
    }

    private Receipt ReceiptOf(Guid reportId, KnownReport report, ReportStatus status) =>
        new(reportId, Key.Place, report.Sequence, status, report.Applied, report.Superseded);
}
