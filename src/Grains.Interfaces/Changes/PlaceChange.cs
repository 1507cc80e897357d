using System.Collections.Immutable;

namespace GridGrains;

/// <summary>A change of the tree while campaigns run.</summary>
/// <param name="Id">The requester's own id of it: sent again, it is made once.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Place">To which place.</param>
/// <param name="Name">Its new name; for a renaming.</param>
/// <param name="NameEn">Its new English name, or none; for a renaming.</param>
/// <param name="To">The new id, for a move; the leaf that it joins, for a merger.</param>
/// <param name="Parts">What it becomes, for a split; the first one has what no other one claims.</param>
[GenerateSerializer, Immutable]
public sealed record PlaceChange(
    [property: Id(0)] string Id,
    [property: Id(1)] ChangeKind Kind,
    [property: Id(2)] PlaceId Place,
    [property: Id(3)] string? Name,
    [property: Id(4)] string? NameEn,
    [property: Id(5)] PlaceId? To,
    [property: Id(6)] ImmutableArray<SplitPart> Parts);

/// <summary>A leaf that a split makes.</summary>
/// <param name="Id">Its id, beside the one that is split.</param>
/// <param name="Name">Its name.</param>
/// <param name="NameEn">Its English name, or none.</param>
/// <param name="Attributes">Its households and the like; the first part has what the others leave of those of the place.</param>
/// <param name="Subjects">The subjects that it takes, as <see cref="Successor.Subjects"/>.</param>
[GenerateSerializer, Immutable]
public sealed record SplitPart(
    [property: Id(0)] PlaceId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? NameEn,
    [property: Id(3)] ImmutableSortedDictionary<string, long> Attributes,
    [property: Id(4)] ImmutableArray<string> Subjects);

/// <summary>What can be changed about a place.</summary>
public enum ChangeKind
{
    /// <summary>Its name.</summary>
    Rename,

    /// <summary>It takes no more reports; what it counted stays.</summary>
    Close,

    /// <summary>It goes, with all below it, to another place above.</summary>
    Move,

    /// <summary>A leaf joins another one.</summary>
    Merge,

    /// <summary>A leaf becomes several.</summary>
    Split,
}

/// <summary>A change that was made.</summary>
/// <param name="Change">As it was asked for.</param>
/// <param name="Version">The city's version that it made.</param>
/// <param name="MadeAt">When, in UTC.</param>
/// <param name="MadeBy">Opaque id of who asked for it.</param>
/// <param name="Undone">The city's version that undid it; 0 while it stands.</param>
/// <param name="UndoneAt">When, in UTC.</param>
/// <param name="UndoneBy">Opaque id of who asked for that.</param>
[GenerateSerializer, Immutable]
public sealed record MadeChange(
    [property: Id(0)] PlaceChange Change,
    [property: Id(1)] long Version,
    [property: Id(2)] DateTime MadeAt,
    [property: Id(3)] string MadeBy,
    [property: Id(4)] long Undone = 0,
    [property: Id(5)] DateTime? UndoneAt = null,
    [property: Id(6)] string? UndoneBy = null);

/// <summary>A change, or what is wrong with it.</summary>
/// <param name="Made">As it stands; null if it was refused.</param>
/// <param name="Errors">Why; nothing was changed.</param>
[GenerateSerializer, Immutable]
public sealed record ChangeOutcome([property: Id(0)] MadeChange? Made, [property: Id(1)] ImmutableArray<ImportError> Errors);
