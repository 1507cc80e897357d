namespace GridGrains;

/// <summary>One entry of the audit trail: who did, or tried, what where and when, and what became of it.</summary>
/// <param name="Entry">Its number; 0 before it is kept. Of a report its sequence at its leaf.</param>
/// <param name="At">When, in UTC, by the clock of the service.</param>
/// <param name="Who">Opaque id; <c>service</c> for what the service does by itself.</param>
/// <param name="What">The operation by its name in the OpenAPI document, or <c>purgeSubjects</c>.</param>
/// <param name="Campaign">In which campaign; empty for what concerns all.</param>
/// <param name="Place">Where.</param>
/// <param name="Outcome"><c>done</c>, or the code of the problem that it was refused with.</param>
/// <param name="About">What it was about: the id of a report, a notice, an alert or a change, a version of the city.</param>
/// <param name="Times">How often: refusals that are alike and close together share an entry.</param>
[GenerateSerializer, Immutable]
public sealed record TrailEntry(
    [property: Id(0)] long Entry,
    [property: Id(1)] DateTime At,
    [property: Id(2)] string Who,
    [property: Id(3)] string What,
    [property: Id(4)] string Campaign,
    [property: Id(5)] PlaceId Place,
    [property: Id(6)] string Outcome,
    [property: Id(7)] string? About,
    [property: Id(8)] int Times = 1)
{
    /// <summary>The outcome of what was done.</summary>
    public const string Done = "done";

    /// <summary>Who does what nobody asked for.</summary>
    public const string Service = "service";
}
