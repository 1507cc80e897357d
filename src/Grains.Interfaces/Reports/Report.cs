using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What a device sends: an id and up to 500 observations for one leaf. No observations is a zero report, which counts as having reported.</summary>
[GenerateSerializer, Immutable]
public sealed record Report(
    [property: Id(0)] Guid ReportId,
    [property: Id(1)] ImmutableArray<Observation> Observations)
{
    /// <summary>The greatest number of observations in one report.</summary>
    public const int MaxObservations = 500;
}
