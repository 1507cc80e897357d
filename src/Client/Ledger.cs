using System.Text.Json;

namespace GridGrains.Client;

/// <summary>The counts of one place in one campaign at one version.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Place">The place.</param>
/// <param name="Level">Its level, as in <c>village</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameEn">Its English name, if it has one.</param>
/// <param name="Version">The number of reports that the counts contain; it never falls.</param>
/// <param name="AsOf">Of when it is.</param>
/// <param name="Counts">By code; a count that is zero may be missing.</param>
/// <param name="Expected">Sums of place attributes below, and the number of places of each level.</param>
/// <param name="Targets">How far the place has come with each target of the campaign.</param>
/// <param name="Children">How many places right below there are, and were heard of.</param>
/// <param name="Alerts">How many alerts stand at it and below.</param>
public sealed record Snapshot(
    string Campaign, string Place, string Level, string Name, string? NameEn, long Version, DateTimeOffset AsOf,
    IReadOnlyDictionary<string, long> Counts, IReadOnlyDictionary<string, JsonElement> Expected, IReadOnlyDictionary<string, Target>? Targets,
    Children Children, AlertCounts Alerts);

/// <summary>How far a place has come with a target.</summary>
/// <param name="Goal">How much there is to do.</param>
/// <param name="Remaining">What is left of it.</param>
/// <param name="Coverage">Percent that is done.</param>
/// <param name="PerHour">In the last hour; null where it is not known.</param>
/// <param name="Finish">If it goes on like this; null where it does not.</param>
public sealed record Target(
    [property: System.Text.Json.Serialization.JsonPropertyName("target")] long Goal, long Remaining, double Coverage, double? PerHour, DateTimeOffset? Finish);

/// <summary>Places right below one; both are 0 for a grid.</summary>
public sealed record Children(int Expected, int Heard);

/// <summary>Alerts that stand.</summary>
public sealed record AlertCounts(int Critical, int Warning);

/// <summary>A place and its children, from one moment: the children's counts and versions sum to the place's.</summary>
public sealed record Family(Snapshot Snapshot, IReadOnlyList<Snapshot> Children);

/// <summary>What counts belong to. A drill or replay has a clock of its own.</summary>
public sealed record Campaign(
    string Id, string Kind, string Title, string? TitleEn, string Root, string State, DateTimeOffset OpensAt, DateTimeOffset? Deadline,
    IReadOnlyDictionary<string, string> Targets, Drill? Drill, DateTimeOffset? CreatedAt);

/// <summary>A drill's clock stood at <paramref name="Origin"/> when the campaign was created, and runs <paramref name="Speed"/> times as fast.</summary>
public sealed record Drill(DateTimeOffset Origin, double Speed);

/// <summary>One fact. Of a series and subject the one with the latest <paramref name="At"/> wins.</summary>
/// <param name="Series">As the catalogue names it, <c>tests.sampled</c>.</param>
/// <param name="Subject">An opaque code of what is counted once; never a person's number.</param>
/// <param name="Value">0 takes it back.</param>
/// <param name="At">When it was so.</param>
/// <param name="Post">Where duty was done.</param>
public sealed record Observation(string Series, string Subject, long Value, DateTimeOffset At, string? Post = null);

/// <summary>The report is durable, and counted once.</summary>
public sealed record Receipt(Guid ReportId, string Place, long Sequence, string Status, int Applied, int Superseded);

/// <summary>Why the service said no.</summary>
public sealed record Problem(string? Type, string? Title, int Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>Whether the same may be sent again later: nothing is wrong with it.</summary>
    public bool IsPassing => Status is 408 or 429 or >= 500;
}

/// <summary>The service answered, and the answer is no.</summary>
public sealed class RefusedException(Problem problem) : Exception(problem.Detail ?? problem.Title ?? $"status {problem.Status}")
{
    /// <summary>What it said.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>How long it asks to be left alone, if it says so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
