namespace GridGrains;

/// <summary>The acknowledgement of a report: it is durable, and it is counted once.</summary>
/// <param name="ReportId">The report's id.</param>
/// <param name="Place">The leaf that counted it.</param>
/// <param name="Sequence">Its place in the leaf's journal, from 1 without gaps.</param>
/// <param name="Status">Whether this call recorded it or an earlier one had.</param>
/// <param name="Applied">Observations that became the winner for their subject.</param>
/// <param name="Superseded">Observations that a later one had already outdone.</param>
[GenerateSerializer, Immutable]
public sealed record Receipt(
    [property: Id(0)] Guid ReportId,
    [property: Id(1)] PlaceId Place,
    [property: Id(2)] long Sequence,
    [property: Id(3)] ReportStatus Status,
    [property: Id(4)] int Applied,
    [property: Id(5)] int Superseded);

/// <summary>How a report was received.</summary>
public enum ReportStatus
{
    /// <summary>Recorded now.</summary>
    Recorded,

    /// <summary>The same report had been recorded before; this is its first receipt again.</summary>
    Duplicate,
}
