using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What makes a campaign an emergency: its plan, as it was when it was activated, and what stewards have said is done.</summary>
/// <param name="Plan">Settled for good, whatever becomes of the file that it is from.</param>
/// <param name="Done">Task to when a steward said that it is done, by the campaign's clock, in UTC.</param>
[GenerateSerializer, Immutable]
public sealed record Emergency([property: Id(0)] EmergencyPlan Plan, [property: Id(1)] ImmutableSortedDictionary<string, DateTime> Done)
{
    /// <summary>One that has just been activated.</summary>
    public static Emergency Of(EmergencyPlan plan) => new(plan, ImmutableSortedDictionary.Create<string, DateTime>(StringComparer.Ordinal));

    /// <summary>The task of a code; null if the plan has none.</summary>
    public PlanTask? Task(string code) => Plan.Tasks().FirstOrDefault(task => task.Code == code);

    /// <summary>Whether it is the same plan and as much of it is done. A plan never changes, so its code will do.</summary>
    public bool Equals(Emergency? other) => other is not null && Plan.Code == other.Plan.Code && Done.SequenceEqual(other.Done);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Plan.Code, Done.Count);
}
