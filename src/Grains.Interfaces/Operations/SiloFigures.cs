using System.Collections.Immutable;

namespace GridGrains;

/// <summary>How a silo is: what is awake in it, and what it did in the last seconds.</summary>
/// <param name="Name">The silo's name.</param>
/// <param name="At">When it said so, in UTC.</param>
/// <param name="StartedAt">When its process started, in UTC.</param>
/// <param name="Leaves">Leaves that are awake.</param>
/// <param name="Areas">Areas that are awake.</param>
/// <param name="ReportsPerSecond">Reports that became durable in a second.</param>
/// <param name="CommitsPerSecond">Commits in a second.</param>
/// <param name="CommitMilliseconds">How long a commit took in the mean; 0 where there was none.</param>
/// <param name="SlowestCommitMilliseconds">How long the slowest took.</param>
/// <param name="QueueDepth">Observations that are queued for the journal or on their way into it.</param>
/// <param name="QueueLimit">For how many there is room.</param>
/// <param name="RollUpMilliseconds">How often a place sends its counts on at most.</param>
/// <param name="Lags">Of the depths of the tree to which anything newer came, from the root.</param>
/// <param name="SlowLeaves">Leaves at which a report took longer than it should within the last minute, in the order of the tree.</param>
[GenerateSerializer, Immutable]
public sealed record SiloFigures(
    [property: Id(0)] string Name,
    [property: Id(1)] DateTime At,
    [property: Id(2)] DateTime StartedAt,
    [property: Id(3)] long Leaves,
    [property: Id(4)] long Areas,
    [property: Id(5)] double ReportsPerSecond,
    [property: Id(6)] double CommitsPerSecond,
    [property: Id(7)] double CommitMilliseconds,
    [property: Id(8)] double SlowestCommitMilliseconds,
    [property: Id(9)] long QueueDepth,
    [property: Id(10)] long QueueLimit,
    [property: Id(11)] double RollUpMilliseconds,
    [property: Id(12)] ImmutableArray<DepthLag> Lags,
    [property: Id(13)] ImmutableArray<SlowLeaf> SlowLeaves);

/// <summary>How old the newest report was when areas of a depth got it.</summary>
/// <param name="Depth">1 is the root.</param>
/// <param name="Milliseconds">In the mean.</param>
/// <param name="SlowestMilliseconds">The slowest.</param>
[GenerateSerializer, Immutable]
public readonly record struct DepthLag([property: Id(0)] int Depth, [property: Id(1)] double Milliseconds, [property: Id(2)] double SlowestMilliseconds);

/// <summary>A leaf at which a report waited long for its commit.</summary>
/// <param name="Place">Which.</param>
/// <param name="Milliseconds">How long the longest took.</param>
[GenerateSerializer, Immutable]
public readonly record struct SlowLeaf([property: Id(0)] PlaceId Place, [property: Id(1)] double Milliseconds);
