using System.Diagnostics.Metrics;

namespace GridGrains.Metrics;

/// <summary>
/// What a silo measures, under names by OpenTelemetry's conventions. Without a listener a measurement is a look at a field; with one it allocates nothing.
/// No attribute names a place or anybody: their number would grow with the city.
/// </summary>
internal static class SiloMetrics
{
    /// <summary>The meter's name, which every meter of a silo has.</summary>
    public const string MeterName = "GridGrains.Silo";

    /// <summary>Bounds in seconds for what takes from a millisecond to some seconds.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    private static readonly Meter Meter = new(MeterName);

    private static readonly KeyValuePair<string, object?> Committed = new("gridgrains.commit.outcome", "committed");
    private static readonly KeyValuePair<string, object?> Unknown = new("gridgrains.commit.outcome", "unknown");
    private static readonly KeyValuePair<string, object?>[] Depths =
        [.. Enumerable.Range(0, PlaceId.MaxDepth + 1).Select(depth => new KeyValuePair<string, object?>("gridgrains.place.depth", depth))];

    private static readonly Histogram<double> CommitDuration = Meter.CreateHistogram(
        "gridgrains.journal.commit.duration", "s", "How long a commit of the journal took, its fsync included", null, Seconds);

    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "gridgrains.journal.batch.size", "{report}", "Reports that were made durable by one commit", null,
        new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 4_000] });

    private static readonly Histogram<double> RollUpLag = Meter.CreateHistogram(
        "gridgrains.rollup.lag", "s", "From when the newest report was recorded until an area of that depth had it", null, Seconds);

    /// <summary>Commits since somebody looked.</summary>
    public static readonly Tally Commits = new();

    /// <summary>Lags since somebody looked, by depth.</summary>
    public static readonly Tally[] Lags = [.. Depths.Select(_ => new Tally())];

    private static long durable;
    private static long fenced;
    private static long rolledUp;

    // Observed, so that what has never happened is exported as 0 and its first time shows as a change.
    static SiloMetrics()
    {
        Meter.CreateObservableCounter("gridgrains.journal.fenced", () => Interlocked.Read(ref fenced), "{ledger}", "Ledgers that another activation was found to write");
        Meter.CreateObservableCounter("gridgrains.rollup.messages", () => Interlocked.Read(ref rolledUp), "{message}", "Counts that areas were sent by their children");
    }

    /// <summary>A batch was made durable.</summary>
    public static void BatchCommitted(int reports, TimeSpan took)
    {
        Commits.Add(took);
        Interlocked.Add(ref durable, reports);
        CommitDuration.Record(took.TotalSeconds, Committed);
        BatchSize.Record(reports);
    }

    /// <summary>Reports that have become durable since somebody looked.</summary>
    public static long TakeDurable() => Interlocked.Exchange(ref durable, 0);

    /// <summary>What became of a batch is not known.</summary>
    public static void BatchUnknown(TimeSpan took) => CommitDuration.Record(took.TotalSeconds, Unknown);

    /// <summary>So many ledgers lost their fence in a commit.</summary>
    public static void LedgersFenced(int ledgers) => Interlocked.Add(ref fenced, ledgers);

    /// <summary>An area was told of a child.</summary>
    public static void RolledUp() => Interlocked.Increment(ref rolledUp);

    /// <summary>An area of this depth has newer reports than before, the newest of them this old.</summary>
    public static void Lagged(int depth, TimeSpan lag)
    {
        // Clocks of two machines may differ by more than the way took.
        lag = lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
        Lags[depth].Add(lag);
        RollUpLag.Record(lag.TotalSeconds, Depths[depth]);
    }
}
