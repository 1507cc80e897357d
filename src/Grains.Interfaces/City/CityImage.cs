using System.Collections.Immutable;

namespace GridGrains;

/// <summary>The tree, its posts and the campaigns at one version, as they travel between processes.</summary>
/// <param name="Version">Rises by one with every change.</param>
[GenerateSerializer, Immutable]
public sealed record CityImage(
    [property: Id(0)] long Version,
    [property: Id(1)] ImmutableArray<Place> Places,
    [property: Id(2)] ImmutableArray<Post> Posts,
    [property: Id(3)] ImmutableArray<Campaign> Campaigns)
{
    /// <summary>A city in which nothing has been imported.</summary>
    public static readonly CityImage Empty = new(0, [], [], []);
}
