namespace GridGrains;

/// <summary>One fact from the field: what was seen of one subject, and when.</summary>
/// <param name="Series">Code of the series, from the catalogue.</param>
/// <param name="Subject">Opaque code of the thing counted once, <c>[A-Za-z0-9._:-]{1,64}</c>.</param>
/// <param name="Value">0 (a retraction) to the series' greatest value.</param>
/// <param name="At">When it was seen, in UTC, to 100 ns.</param>
/// <param name="Post">The post it was seen at, if any.</param>
[GenerateSerializer, Immutable]
public readonly record struct Observation(
    [property: Id(0)] string Series,
    [property: Id(1)] string Subject,
    [property: Id(2)] long Value,
    [property: Id(3)] DateTime At,
    [property: Id(4)] string? Post = null);
