namespace GridGrains;

/// <summary>A sampling site, checkpoint, gate or the like. <paramref name="Requires"/> reads <c>role:n;role:n</c>, <paramref name="Hours"/> <c>from-to</c> in local time.</summary>
[GenerateSerializer, Immutable]
public sealed record Post(
    [property: Id(0)] string Id,
    [property: Id(1)] PlaceId Place,
    [property: Id(2)] string Kind,
    [property: Id(3)] string Name,
    [property: Id(4)] string Requires,
    [property: Id(5)] string Hours);
