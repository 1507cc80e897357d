using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// The first hours of an emergency, from the journal and the city of the moment at which they were over: so the same whenever it is asked for. Before that it
/// is provisional.
/// </summary>
/// <param name="DueAt">When the hours are over, by the campaign's clock, in UTC.</param>
/// <param name="AsOf">To when it counts: then, or, before that, now.</param>
/// <param name="MusteredAt">Since when everybody called has been present; null if somebody was missing.</param>
/// <param name="Called">People called.</param>
/// <param name="Present">Of these, those who were there.</param>
/// <param name="Places">The same for the root's children and its desk, in the order of the tree.</param>
/// <param name="Tasks">The tasks, in the plan's order, as they stood.</param>
/// <param name="Counts">The counts, without those that follow from time alone.</param>
/// <param name="Reports">Reports that were counted.</param>
/// <param name="Alerts">Alerts that were raised until then, by rule.</param>
[GenerateSerializer, Immutable]
public sealed record EmergencySummary(
    [property: Id(0)] DateTime DueAt,
    [property: Id(1)] DateTime AsOf,
    [property: Id(2)] DateTime? MusteredAt,
    [property: Id(3)] long Called,
    [property: Id(4)] long Present,
    [property: Id(5)] ImmutableArray<PlaceMuster> Places,
    [property: Id(6)] ImmutableArray<TaskState> Tasks,
    [property: Id(7)] CountVector Counts,
    [property: Id(8)] long Reports,
    [property: Id(9)] ImmutableArray<RuleTally> Alerts)
{
    /// <summary>Whether it is settled.</summary>
    public bool IsFrozen => AsOf >= DueAt;
}

/// <summary>How many alerts a rule has raised.</summary>
[GenerateSerializer, Immutable]
public readonly record struct RuleTally([property: Id(0)] string Rule, [property: Id(1)] AlertSeverity Severity, [property: Id(2)] int Raised);
