using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// A node of the tree. <paramref name="Attributes"/> are what is known of the place itself (households, residents, ...) and sum upwards;
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

    /// <summary>Whether every member is the same.</summary>
    public bool Equals(Place? other) =>
        other is not null && Id == other.Id && Level == other.Level && Name == other.Name && NameEn == other.NameEn
        && Attributes.SequenceEqual(other.Attributes) && Fate == other.Fate;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Level, Name, NameEn);
}
