using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// A node of the tree. <paramref name="Attributes"/> are what is known of the place itself (households, residents, ...) and sum upwards, but for what only names or locates it;
/// <paramref name="Fate"/> what a change of the tree has made of it, null for nearly all.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Place(
    [property: Id(0)] PlaceId Id,
    [property: Id(1)] string Level,
    [property: Id(2)] string Name,
    [property: Id(3)] string? NameEn,
    [property: Id(4)] ImmutableSortedDictionary<string, long> Attributes,
    [property: Id(5)] PlaceFate? Fate = null)
{
    /// <summary>The level of every desk.</summary>
    public const string DeskLevel = "desk";

    /// <summary>The attribute with the official code of the place: GB/T 2260 and what is below it, as a number.</summary>
    public const string Code = "code";

    /// <summary>The attribute with its longitude east, WGS 84, in millionths of a degree.</summary>
    public const string Longitude = "lon_e6";

    /// <summary>The attribute with its latitude north, as the longitude.</summary>
    public const string Latitude = "lat_e6";

    /// <summary>Whether an attribute is an amount, which sums upwards.</summary>
    public static bool IsAmount(string attribute) => attribute is not (Code or Longitude or Latitude);

    /// <summary>The most that an attribute may be.</summary>
    public static long MostOf(string attribute) => attribute switch
    {
        Code => 1L << 53,
        Longitude => 180_000_000,
        Latitude => 90_000_000,
        _ => 10_000_000_000,
    };

    /// <summary>Whether every member is the same.</summary>
    public bool Equals(Place? other) =>
        other is not null && Id == other.Id && Level == other.Level && Name == other.Name && NameEn == other.NameEn
        && Attributes.SequenceEqual(other.Attributes) && Fate == other.Fate;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Level, Name, NameEn);
}
