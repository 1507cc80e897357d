using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What a device sends: an id and up to 500 observations for one leaf. No observations is a zero report, which counts as having reported.</summary>
/// <param name="ReportId">Stands for this report for ever.</param>
/// <param name="Observations">What was seen.</param>
/// <param name="Trace">Where a trace of it goes on, as W3C's traceparent; null for nearly all. Nothing of it is kept.</param>
[GenerateSerializer, Immutable]
public sealed record Report(
    [property: Id(0)] Guid ReportId,
    [property: Id(1)] ImmutableArray<Observation> Observations,
    [property: Id(2)] string? Trace = null)
{
    /// <summary>The greatest number of observations in one report.</summary>
    public const int MaxObservations = 500;
}
