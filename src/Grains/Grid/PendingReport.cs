using System.Collections.Immutable;

namespace GridGrains.Grid;

/// <summary>A report that has its sequence and waits for its commit.</summary>
public sealed class PendingReport(
    long sequence, Guid reportId, ulong fingerprint, ImmutableArray<Observation> observations, DateTime recordedAt)
{
    /// <summary>Its place in the journal.</summary>
    public long Sequence => sequence;

    /// <summary>Its id.</summary>
    public Guid ReportId => reportId;

    /// <summary>Tells its body and its reporter from others.</summary>
    public ulong Fingerprint => fingerprint;

    /// <summary>What it says.</summary>
    public ImmutableArray<Observation> Observations => observations;

    /// <summary>When it was taken in, in UTC.</summary>
    public DateTime RecordedAt => recordedAt;

    /// <summary>The receipt, once it is durable and counted.</summary>
    public Receipt? Receipt { get; internal set; }

    /// <summary>Ends when the fate of the report is known; a second sender of the same report waits for it as the first does.</summary>
    public Task Settled { get; set; } = Task.CompletedTask;
}
