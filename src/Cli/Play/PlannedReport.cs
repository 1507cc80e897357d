using System.Collections.Immutable;

namespace GridGrains.Cli;

/// <summary>A report that a phone will send.</summary>
/// <param name="Campaign">Where it is counted.</param>
/// <param name="Place">The leaf.</param>
/// <param name="ReportId">The same in every play by the same reporter.</param>
/// <param name="Due">When it is sent: when the last of its observations is made.</param>
/// <param name="Observations">In the order of their times.</param>
/// <param name="Body">The report as it is sent, in UTF-8.</param>
internal sealed record PlannedReport(
    string Campaign, PlaceId Place, Guid ReportId, DateTimeOffset Due, ImmutableArray<Observation> Observations, ReadOnlyMemory<byte> Body);
