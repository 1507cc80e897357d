using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What a steward says to everybody at and below a place, in one language or both.</summary>
/// <param name="Id">Chosen by the sender, so that it can be sent again.</param>
/// <param name="Campaign">The campaign it belongs to.</param>
/// <param name="Place">Where it was published; it concerns all that is below.</param>
/// <param name="Text">What it says.</param>
/// <param name="PublishedAt">When, by the campaign's clock, in UTC.</param>
/// <param name="AcknowledgedBy">Leaves that have acknowledged it.</param>
/// <param name="Expected">Listed leaves at and below the place, by the present tree.</param>
[GenerateSerializer, Immutable]
public sealed record Notice(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Campaign,
    [property: Id(2)] PlaceId Place,
    [property: Id(3)] NoticeText Text,
    [property: Id(4)] DateTime PublishedAt,
    [property: Id(5)] int AcknowledgedBy,
    [property: Id(6)] int Expected)
{
    /// <summary>Whether it concerns a place: one at or below where it was published, or, for who looks from above, one above.</summary>
    public bool Concerns(PlaceId place) => place.IsWithin(Place) || Place.IsWithin(place);
}

/// <summary>The words of a notice; at least one language.</summary>
[GenerateSerializer, Immutable]
public sealed record NoticeText([property: Id(0)] string? Zh, [property: Id(1)] string? En);

/// <summary>A notice as one place sees it.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Acknowledged">Whether this leaf has acknowledged it; null for an area.</param>
[GenerateSerializer, Immutable]
public sealed record NoticeView([property: Id(0)] Notice Notice, [property: Id(1)] bool? Acknowledged);

/// <summary>A notice with what is still to be acknowledged at and below one place.</summary>
/// <param name="View">The notice as the place sees it.</param>
/// <param name="AcknowledgedBy">Leaves at and below the place that have acknowledged it.</param>
/// <param name="Expected">Listed leaves at and below the place that it concerns.</param>
/// <param name="Missing">Those that have not, in the order of the tree, as many as were asked for.</param>
[GenerateSerializer, Immutable]
public sealed record NoticeProgress(
    [property: Id(0)] NoticeView View,
    [property: Id(1)] int AcknowledgedBy,
    [property: Id(2)] int Expected,
    [property: Id(3)] ImmutableArray<PlaceId> Missing);
