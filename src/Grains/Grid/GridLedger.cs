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

    internal IReadOnlyDictionary<Guid, KnownReport> Known => known;

    /// <summary>What to do with a report that comes in.</summary>
    /// <param name="reportId">Its id.</param>
    /// <param name="fingerprint">Of its payload.</param>
    public Admission Admit(Guid reportId, ulong fingerprint)
    {
        if (known.TryGetValue(reportId, out var report))
        {
            return IsSame(report.Fingerprint, fingerprint)
                ? new(AdmissionKind.Known, ReceiptOf(reportId, report, ReportStatus.Duplicate))
                : new(AdmissionKind.IdTaken);
        }
        if (pendingById.TryGetValue(reportId, out var waiting))
            return IsSame(waiting.Fingerprint, fingerprint) ? new(AdmissionKind.Pending, Pending: waiting) : new(AdmissionKind.IdTaken);
        return new(AdmissionKind.New);
    }

    /// <summary>Gives an admitted new report the next sequence; it is counted when <see cref="CommitThrough"/> says that it is durable.</summary>
    public PendingReport Begin(Guid reportId, ulong fingerprint, ImmutableArray<Observation> observations, DateTime recordedAt)
    {
        var report = new PendingReport(Version + pending.Count + 1, reportId, fingerprint, observations, recordedAt);
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
            report.Receipt = ReceiptOf(report.ReportId, Count(report), ReportStatus.Recorded);
        }
    }

    /// <summary>Counts an entry that is read back from the journal.</summary>
    /// <param name="entry">The next one.</param>
    public void Replay(JournalEntry entry)
    {
        if (entry.Sequence != Version + 1)
            throw new InvalidDataException($"The journal of {Key} goes on at {entry.Sequence} after {Version}: an entry is missing");
        Count(new PendingReport(
            entry.Sequence,
            entry.ReportId,
            entry.Payload.IsEmpty ? 0 : Payload.Fingerprint(entry.Payload.Span),
            entry.Payload.IsEmpty ? [] : Payload.Decode(entry.Payload.Span),
            entry.RecordedAt));
    }

    internal void Remember(Guid reportId, KnownReport report) => known[reportId] = report;

    private static bool IsSame(ulong recorded, ulong fingerprint) => recorded == 0 || recorded == fingerprint;

    private KnownReport Count(PendingReport report)
    {
        var (applied, superseded) = State.Apply(report.ReportId, report.Observations.AsSpan());
        var counted = new KnownReport(report.Sequence, report.Fingerprint, (ushort)applied, (ushort)superseded);
        known.Add(report.ReportId, counted);
        Version = report.Sequence;
        LastReportId = report.ReportId;
        LastReportAt = report.RecordedAt;
        History.Record(campaignTime(report.RecordedAt), State.Counts);
        return counted;
    }

    private Receipt ReceiptOf(Guid reportId, KnownReport report, ReportStatus status) =>
        new(reportId, Key.Place, report.Sequence, status, report.Applied, report.Superseded);
}
