using System.Text.Json.Serialization;

namespace GridGrains.Cli;

/// <summary>A percentile, or why there is none.</summary>
/// <param name="Name">Such as <c>p99</c>.</param>
/// <param name="Milliseconds">The figure; null where it is declined.</param>
/// <param name="Declined">Why, in a few words.</param>
internal sealed record Percentile(string Name, double? Milliseconds, string? Declined)
{
    /// <summary>For a table.</summary>
    [JsonIgnore]
    public string Shown => Milliseconds is { } known ? Show.Milliseconds(known) : $"declined: {Declined}";
}

/// <summary>What is said about times: some percentiles and the longest.</summary>
/// <param name="Name">What they are times of.</param>
/// <param name="Count">How many.</param>
/// <param name="All">p50, p90, p99, p99.9.</param>
/// <param name="MaxMilliseconds">The longest.</param>
internal sealed record Percentiles(string Name, long Count, IReadOnlyList<Percentile> All, double MaxMilliseconds)
{
    /// <summary>A generator that is late by no more than that is late by what its timers are.</summary>
    public static readonly TimeSpan TimersAreLate = TimeSpan.FromMilliseconds(2);

    /// <summary>The part of a figure that may be the generator's own lateness.</summary>
    public const double MostOfAFigure = 0.1;

    private static readonly (string Name, double Share)[] Stated = [("p50", 0.5), ("p90", 0.9), ("p99", 0.99), ("p99.9", 0.999)];

    /// <summary>The percentiles of these times, but for those at which the generator itself was late, and those that too few times say anything about.</summary>
    /// <param name="name">What they are times of.</param>
    /// <param name="times">The times.</param>
    /// <param name="lag">How late the generator was with what it did itself.</param>
    public static Percentiles Of(string name, Histogram times, Histogram lag)
    {
        var count = times.Count;
        return new(name, count, [.. Stated.Select(p => Of(p.Name, p.Share, times, count, lag))], times.Max / 1000.0);
    }

    private static Percentile Of(string name, double share, Histogram times, long count, Histogram lag)
    {
        // At least one time must lie beyond it.
        if (count * (1 - share) < 1 - 1e-9)
            return new(name, null, $"only {count} samples");
        var (figure, own) = (times.At(share) / 1000.0, lag.At(share) / 1000.0);
        return own > TimersAreLate.TotalMilliseconds && own > figure * MostOfAFigure
            ? new(name, null, $"generator lagged {Show.Milliseconds(own)}")
            : new(name, figure, null);
    }
}
