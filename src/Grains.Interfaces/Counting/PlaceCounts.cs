using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// The counts of one place in one campaign at one version. The version says how many reports the counts contain: of a leaf it is
/// the sequence of the last report applied, of an area the sum of its children's, so versions add up like the counts do.
/// </summary>
/// <param name="Place">The place.</param>
/// <param name="Version">Number of reports contained; never falls.</param>
/// <param name="AsOf">When these counts were taken, in UTC; decides between equal versions.</param>
/// <param name="Counts">Absolute counts.</param>
/// <param name="ChildrenExpected">Children there are; 0 for a leaf. A desk is a child from its first report on.</param>
/// <param name="ChildrenHeard">Children whose counts are contained; 0 for a leaf.</param>
/// <param name="Alerts">Alerts raised at the place or below it.</param>
/// <param name="DueAt">When time alone next changes something about a leaf, in real time; null if nothing is in sight, and of an area.</param>
/// <param name="ReportedAt">When anybody there last reported, in real time; null if nobody ever did, or that is not known.</param>
/// <param name="HourBefore">
/// The values, an hour of the campaign's time before <paramref name="AsOf"/> or at its opening, of the counts that it has targets for, in the order of those; -1 where
/// that is not known. Default where nothing is.
/// </param>
/// <param name="DayBefore">The same, 24 hours before.</param>
/// <param name="Trace">Where the trace of a report goes on that is contained for the first time, as W3C's traceparent; null for nearly all.</param>
[GenerateSerializer, Immutable]
public sealed record PlaceCounts(
    [property: Id(0)] PlaceId Place,
    [property: Id(1)] long Version,
    [property: Id(2)] DateTime AsOf,
    [property: Id(3)] CountVector Counts,
    [property: Id(4)] int ChildrenExpected = 0,
    [property: Id(5)] int ChildrenHeard = 0,
    [property: Id(6)] AlertTally Alerts = default,
    [property: Id(7)] DateTime? DueAt = null,
    [property: Id(8)] DateTime? ReportedAt = null,
    [property: Id(9)] ImmutableArray<long> HourBefore = default,
    [property: Id(10)] ImmutableArray<long> DayBefore = default,
    [property: Id(11)] string? Trace = null)
{
    /// <summary>Whether every child was heard, and so, in turn, everything below.</summary>
    public bool IsWhole => ChildrenHeard >= ChildrenExpected;

    /// <summary>Whether this outranks <paramref name="other"/>: more reports, or as many and later.</summary>
    public bool IsNewerThan(PlaceCounts? other) =>
        other is null || Version > other.Version || (Version == other.Version && AsOf > other.AsOf);
}

/// <summary>Alerts by severity.</summary>
[GenerateSerializer, Immutable]
public readonly record struct AlertTally([property: Id(0)] int Critical, [property: Id(1)] int Warning);
