using System.Collections.Immutable;

namespace GridGrains;

/// <summary>What everybody may see of a campaign until the next one is taken.</summary>
/// <param name="Round">Its number, by the calendar alone: a later view has a greater one. It says nothing of reports.</param>
/// <param name="AsOf">When it was taken, in UTC.</param>
/// <param name="Until">Before this no other one is taken, in UTC.</param>
/// <param name="Areas">The areas of the campaign, parents first.</param>
[GenerateSerializer, Immutable]
public sealed record PublicView(
    [property: Id(0)] long Round,
    [property: Id(1)] DateTime AsOf,
    [property: Id(2)] DateTime Until,
    [property: Id(3)] ImmutableArray<PublicArea> Areas)
{
    /// <summary>The time from one view to the next, at least.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
}

/// <summary>An area as everybody may see it: of each count less than the truth, by less than the margin.</summary>
/// <param name="Place">Which.</param>
/// <param name="Parts">How many parts its numbers are summed from; each was rounded down to tens for itself.</param>
/// <param name="Tens">In the order of <see cref="PublicCounts.All"/>.</param>
[GenerateSerializer, Immutable]
public sealed record PublicArea(
    [property: Id(0)] PlaceId Place, [property: Id(1)] int Parts, [property: Id(2)] ImmutableArray<long> Tens)
{
    /// <summary>The step of the numbers, and of what they hide.</summary>
    public const int Step = 10;

    /// <summary>The truth is less than this above each number.</summary>
    public long Margin => (long)Step * Parts;
}
