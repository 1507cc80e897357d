using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What is to be done in an emergency, by which work group and by when (docs/emergency.md).</summary>
/// <param name="Code">Name of the plan.</param>
/// <param name="Zh">Its title in Chinese; also the campaign's, if that is not given one.</param>
/// <param name="En">Its title in English.</param>
/// <param name="Notice">What everybody in the subtree is told when it is activated.</param>
/// <param name="MusterMinutes">From activation until everybody called is to be present.</param>
/// <param name="SummaryHours">From activation to the moment of which the summary tells.</param>
/// <param name="Targets">The campaign's targets, if it is not given any: count to place attribute.</param>
/// <param name="Groups">The work groups, in the order in which they are shown.</param>
[GenerateSerializer, Immutable]
public sealed record EmergencyPlan(
    [property: Id(0)] string Code,
    [property: Id(1)] string Zh,
    [property: Id(2)] string En,
    [property: Id(3)] NoticeText Notice,
    [property: Id(4)] int MusterMinutes,
    [property: Id(5)] int SummaryHours,
    [property: Id(6)] ImmutableSortedDictionary<string, string> Targets,
    [property: Id(7)] ImmutableArray<WorkGroup> Groups)
{
    /// <summary>The tasks of all groups, in the plan's order.</summary>
    public IEnumerable<PlanTask> Tasks() => Groups.SelectMany(group => group.Tasks);
}

/// <summary>A work group and its tasks.</summary>
[GenerateSerializer, Immutable]
public sealed record WorkGroup(
    [property: Id(0)] string Code, [property: Id(1)] string Zh, [property: Id(2)] string En, [property: Id(3)] ImmutableArray<PlanTask> Tasks);

/// <summary>Something that a work group has to do.</summary>
/// <param name="Code">Its name, one in the plan.</param>
/// <param name="Zh">What is to be done, in Chinese.</param>
/// <param name="En">The same in English.</param>
/// <param name="DueMinutes">From activation until it is to be done, by the campaign's clock.</param>
/// <param name="Until">By which counts it is done of itself; null if only a steward can say so.</param>
[GenerateSerializer, Immutable]
public sealed record PlanTask(
    [property: Id(0)] string Code, [property: Id(1)] string Zh, [property: Id(2)] string En, [property: Id(3)] int DueMinutes, [property: Id(4)] TaskEnd? Until = null);

/// <summary>A task is done while at the campaign's root a count is at least another one, or an attribute of the places, that is more than nothing.</summary>
/// <param name="Count">A count of the catalogue.</param>
/// <param name="Of">Another one, or an attribute.</param>
[GenerateSerializer, Immutable]
public sealed record TaskEnd([property: Id(0)] string Count, [property: Id(1)] string Of);
