using System.Collections.Immutable;

namespace GridGrains;

/// <summary>An area and its children from one moment: counts and versions of the children sum to the area's.</summary>
[GenerateSerializer, Immutable]
public sealed record PlaceFamily([property: Id(0)] PlaceCounts Area, [property: Id(1)] ImmutableArray<PlaceCounts> Children);
