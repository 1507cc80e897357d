using System.Collections.Immutable;

namespace GridGrains;

/// <summary>How an emergency stands.</summary>
/// <param name="AsOf">At which moment, by the campaign's clock, in UTC.</param>
/// <param name="Muster">Who was called and who is there.</param>
/// <param name="Tasks">The tasks, in the plan's order.</param>
[GenerateSerializer, Immutable]
public sealed record EmergencyStatus(
    [property: Id(0)] DateTime AsOf, [property: Id(1)] MusterState Muster, [property: Id(2)] ImmutableArray<TaskState> Tasks);

/// <summary>How a muster stands. Places are in the order of the tree.</summary>
/// <param name="Called">People called, in the whole subtree.</param>
/// <param name="Present">Of these, those who are there.</param>
/// <param name="DueAt">When all are to be there, by the campaign's clock, in UTC.</param>
/// <param name="Incomplete">How many leaves have fewer present than called.</param>
/// <param name="Missing">The first of them.</param>
/// <param name="Uncalled">How many listed leaves have called nobody.</param>
/// <param name="NotCalling">The first of them.</param>
[GenerateSerializer, Immutable]
public sealed record MusterState(
    [property: Id(0)] long Called,
    [property: Id(1)] long Present,
    [property: Id(2)] DateTime DueAt,
    [property: Id(3)] int Incomplete,
    [property: Id(4)] ImmutableArray<PlaceMuster> Missing,
    [property: Id(5)] int Uncalled,
    [property: Id(6)] ImmutableArray<PlaceId> NotCalling);

/// <summary>Who was called at a place, and who is there.</summary>
[GenerateSerializer, Immutable]
public readonly record struct PlaceMuster([property: Id(0)] PlaceId Place, [property: Id(1)] long Called, [property: Id(2)] long Present);

/// <summary>How a task stands.</summary>
/// <param name="Task">Its code.</param>
/// <param name="DueAt">When it is due, by the campaign's clock, in UTC.</param>
/// <param name="Standing">Whether it is done, and if not, whether it should be.</param>
/// <param name="DoneAt">When it was done, by the campaign's clock, in UTC; null if it is not, or if that is being looked up.</param>
/// <param name="ByCount">Whether the counts say that it is done, and no steward.</param>
[GenerateSerializer, Immutable]
public sealed record TaskState(
    [property: Id(0)] string Task,
    [property: Id(1)] DateTime DueAt,
    [property: Id(2)] TaskStanding Standing,
    [property: Id(3)] DateTime? DoneAt,
    [property: Id(4)] bool ByCount);

/// <summary>Whether a task is done.</summary>
public enum TaskStanding
{
    /// <summary>Not yet, and it is not due.</summary>
    Open,

    /// <summary>It is.</summary>
    Done,

    /// <summary>It is due, and not done.</summary>
    Late,
}
