using System.Text.Json.Serialization;

namespace GridGrains.Cli;

/// <summary>What a run found. Of a run that is void nothing is said but why.</summary>
internal sealed record LoadResult
{
    /// <summary>Raised when a member changes its meaning.</summary>
    public int Format { get; } = 1;

    /// <summary><c>exact</c> or <c>void</c>.</summary>
    [JsonPropertyName("verdict")]
    public string VerdictName => Verdict.IsExact ? "exact" : "void";

    /// <summary>What was compared.</summary>
    [JsonPropertyName("verification")]
    public required Verdict Verdict { get; init; }

    /// <summary>What was asked for, and of which machine.</summary>
    public required RunTerms Run { get; init; }

    /// <summary>What was found; null where the run is void.</summary>
    public RunFigures? Figures { get; init; }
}

/// <summary>What was run, and where.</summary>
internal sealed record RunTerms(
    DateTimeOffset Began, string Service, string Campaign, string Root, int Grids, int Areas, long People, string Loop, string LatencyFrom, double? PlannedSeconds,
    double? ObservationsPerSecondOffered, int Connections, int Walls, int Phones, double LooksEveryMilliseconds, double? StormAtSecond, DayMix Mix, int Seed, string Machine);

/// <summary>All figures of a run.</summary>
internal sealed record RunFigures
{
    /// <summary>From the first call to the last acknowledgement.</summary>
    public required double Seconds { get; init; }

    /// <summary>Different observations that were acknowledged.</summary>
    public required long Observations { get; init; }

    /// <summary>Different reports that were acknowledged.</summary>
    public required long Reports { get; init; }

    /// <summary>Acknowledged in a second, in the mean.</summary>
    public required double ObservationsPerSecond { get; init; }

    /// <summary>The same of reports.</summary>
    public required double ReportsPerSecond { get; init; }

    /// <summary>Acknowledgements that said the report was known.</summary>
    public required long KnownBefore { get; init; }

    /// <summary>Calls sent again: answered 429 or 503, or not answered.</summary>
    public required long RefusedForNow { get; init; }

    /// <summary>Calls that ended without an answer and were sent again.</summary>
    public required long Lost { get; init; }

    /// <summary>Calls that were begun late since every connection was busy.</summary>
    public required long WaitedForConnection { get; init; }

    /// <summary>From when a report was due (flat out: sent) to its acknowledgement.</summary>
    public required IReadOnlyList<Percentiles> Acknowledgement { get; init; }

    /// <summary>From when a report was due (flat out: sent) to the frame that contains it.</summary>
    public required IReadOnlyList<Percentiles> Staleness { get; init; }

    /// <summary>Reports that somebody who watched their place was not shown in the end; they count as long as they had waited then.</summary>
    public required int NeverSeen { get; init; }

    /// <summary>Snapshots that came to those who watch.</summary>
    public required long Snapshots { get; init; }

    /// <summary>How often one who watches could not connect or lost its connection, the storm left out.</summary>
    public required int WatchersLost { get; init; }

    /// <summary>From the storm until each had a snapshot again; null where there was none.</summary>
    public Percentiles? Return { get; init; }

    /// <summary>How late the generator itself was.</summary>
    public required Percentiles GeneratorLag { get; init; }

    /// <summary>What the service used.</summary>
    public required ServiceUse Service { get; init; }

    /// <summary>What the generator used.</summary>
    public required GeneratorUse Generator { get; init; }

    /// <summary>Each second.</summary>
    public required IReadOnlyList<Second> Series { get; init; }
}

/// <summary>What the service used; what cannot be known from outside is null.</summary>
/// <param name="Process">Its process; null where it is not on this machine.</param>
/// <param name="CpuSeconds">From the beginning to the last acknowledgement; null also where the service was started again.</param>
/// <param name="CpuMicrosecondsPerObservation">The same for each observation.</param>
/// <param name="PeakMebibytes">The most memory it has had since it started.</param>
/// <param name="WrittenMebibytes">Written to disks.</param>
/// <param name="NotKnown">What the service tells nobody.</param>
internal sealed record ServiceUse(
    int? Process, double? CpuSeconds, double? CpuMicrosecondsPerObservation, double? PeakMebibytes, double? WrittenMebibytes, IReadOnlyList<string> NotKnown);

/// <summary>What the generator used.</summary>
internal sealed record GeneratorUse(double CpuSeconds, double PeakMebibytes, double GcPauseMilliseconds, int GcCount);
