using System.Diagnostics.Metrics;
using Instruments = System.Diagnostics.Metrics.Meter;

namespace GridGrains.Gateway;

/// <summary>
/// What a gateway measures, under names by OpenTelemetry's conventions. Without a listener a measurement is a look at a field; with one it allocates nothing.
/// No attribute names a place, a token or anybody.
/// </summary>
internal static class GatewayMetrics
{
    /// <summary>The meter's name, which every meter of a gateway has.</summary>
    public const string MeterName = "GridGrains.Gateway";

    private static readonly KeyValuePair<string, object?>[] Outcomes =
        [.. Enum.GetNames<Outcome>().Select(name => new KeyValuePair<string, object?>("gridgrains.report.outcome", name.ToLowerInvariant()))];
    private static readonly long[] Reports = new long[Outcomes.Length];

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private static readonly Instruments Meter = new(MeterName);

    private static readonly Histogram<double> ReportDuration = Meter.CreateHistogram(
        "gridgrains.report.duration", "s", "From when a report was read until its answer was known: for a recorded one, its acknowledgement", null, Seconds);

    private static readonly Histogram<double> Staleness = Meter.CreateHistogram(
        "gridgrains.feed.staleness", "s", "From when the newest report of a place was recorded until its snapshot was pushed", null, Seconds);

    private static readonly Counter<long> Pushes = Meter.CreateCounter<long>(
        "gridgrains.feed.pushes", "{message}", "Snapshots that were given to clients");

    private static long observations;
    private static long retries;
    private static long skips;
    private static long cuts;

    // Observed, so that what has never happened is exported as 0 and its first time shows as a change.
    static GatewayMetrics()
    {
        Meter.CreateObservableCounter(
            "gridgrains.reports", () => Outcomes.Select((how, i) => new Measurement<long>(Interlocked.Read(ref Reports[i]), how)), "{report}", "Reports that came to leaves, by what they were answered");
        Meter.CreateObservableCounter("gridgrains.observations", () => Observations, "{observation}", "Observations of the reports that were recorded");
        Meter.CreateObservableCounter("gridgrains.report.retries", () => Interlocked.Read(ref retries), "{attempt}", "Reports that were sent to their leaf again");
        Meter.CreateObservableCounter(
            "gridgrains.feed.skips", () => Interlocked.Read(ref skips), "{message}", "Snapshots that a slow client did not get, because there was a newer one when it could take it");
        Meter.CreateObservableCounter(
            "gridgrains.feed.cuts", () => Interlocked.Read(ref cuts), "{client}", "Clients that were disconnected: they took nothing for too long, or their token ended");
    }

    private enum Outcome
    {
        Recorded,
        Duplicate,
        Refused,
        Unavailable,
    }

    /// <summary>Observations recorded since the start.</summary>
    public static long Observations => Interlocked.Read(ref observations);

    /// <summary>Reports recorded since the start.</summary>
    public static long Recorded => Interlocked.Read(ref Reports[(int)Outcome.Recorded]);

    /// <summary>A report was refused before it was looked at.</summary>
    public static void ReportRefused(int status) => Count(status >= 500 ? Outcome.Unavailable : Outcome.Refused);

    /// <summary>A report got this answer.</summary>
    public static void ReportAnswered(ReportOutcome outcome, int observed, TimeSpan took)
    {
        var how = outcome switch
        {
            { Receipt.Status: ReportStatus.Recorded } => Outcome.Recorded,
            { Receipt: not null } => Outcome.Duplicate,
            { Problem.Status: >= 500 } => Outcome.Unavailable,
            _ => Outcome.Refused,
        };
        Count(how);
        ReportDuration.Record(took.TotalSeconds, Outcomes[(int)how]);
        if (how == Outcome.Recorded)
            Interlocked.Add(ref observations, observed);
    }

    /// <summary>A report is sent to its leaf again.</summary>
    public static void ReportRetried() => Interlocked.Increment(ref retries);

    /// <summary>Counts are shown whose newest report is this old.</summary>
    public static void Shown(TimeSpan age)
    {
        // Clocks of two machines may differ by more than the way took.
        if (Staleness.Enabled)
            Staleness.Record(Math.Max(0, age.TotalSeconds));
    }

    /// <summary>A client was given a snapshot, and not those between it and the one before.</summary>
    public static void Pushed(long skipped)
    {
        Pushes.Add(1);
        if (skipped > 0)
            Interlocked.Add(ref skips, skipped);
    }

    /// <summary>A client was disconnected.</summary>
    public static void ClientCut() => Interlocked.Increment(ref cuts);

    private static void Count(Outcome how) => Interlocked.Increment(ref Reports[(int)how]);
}
