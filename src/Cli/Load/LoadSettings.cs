namespace GridGrains.Cli;

/// <summary>How a load goes.</summary>
internal sealed record LoadSettings
{
    /// <summary>A scenario whose tree is taken.</summary>
    public string? Tree { get; init; }

    /// <summary>A place that is there, whose tree is taken.</summary>
    public PlaceId? Root { get; init; }

    /// <summary>A campaign that is there; null: one of its own.</summary>
    public string? Campaign { get; init; }

    /// <summary>The size of the tree that is made where there is neither of the two.</summary>
    public required TreeShape Shape { get; init; }

    /// <summary>The id of the root of that tree.</summary>
    public string? Name { get; init; }

    /// <summary>Observations a second; null: a day's work in the duration.</summary>
    public double? Rate { get; init; }

    /// <summary>From the first call to the last; null, flat out: a day's work.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether nothing waits: every connection sends as soon as it was answered.</summary>
    public bool FlatOut { get; init; }

    /// <summary>How work is spread over the day; null: as in a day, and evenly where a rate is asked for.</summary>
    public DayCurve? Curve { get; init; }

    /// <summary>Connections that send, each with one call under way.</summary>
    public int Connections { get; init; } = 64;

    /// <summary>What of the day is reported how.</summary>
    public required DayMix Mix { get; init; }

    /// <summary>Who watches.</summary>
    public required Crowd Crowd { get; init; }

    /// <summary>Reports of a probe a second; 0: no probes.</summary>
    public double ProbesPerSecond { get; init; } = 5;

    /// <summary>When every watcher loses its connection and returns at once.</summary>
    public TimeSpan? StormAt { get; init; }

    /// <summary>The process of the service; null: the one that listens at the address.</summary>
    public int? Pid { get; init; }

    /// <summary>Where the result goes besides the screen.</summary>
    public string? Out { get; init; }

    /// <summary>Chance.</summary>
    public int Seed { get; init; } = 1;
}
