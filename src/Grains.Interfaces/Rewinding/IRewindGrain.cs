using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// Reads out of the journal what a place was at a past moment; key: a <see cref="LedgerKey"/>. Apart from the live grains and from audits, so that looking back holds
/// up neither.
/// </summary>
[Alias("GridGrains.IRewindGrain")]
public interface IRewindGrain : IGrainWithStringKey
{
    /// <summary>The place as it was when the campaign's clock showed a moment: all that was recorded by then, in the tree of then.</summary>
    /// <param name="at">The campaign's time, in UTC; not ahead of it.</param>
    /// <param name="columns">Codes of counts; of each place the rows are to have. None: no rows.</param>
    /// <param name="depth">How many levels below the place have rows.</param>
    [Alias("At"), ResponseTimeout("00:10:00")]
    Task<RewindAnswer> At(DateTime at, ImmutableArray<string> columns, int depth);
}

/// <summary>What came of looking back.</summary>
public enum RewindOutcome
{
    /// <summary>It is there.</summary>
    Found,

    /// <summary>The tree had no such place then.</summary>
    NotThere,

    /// <summary>The silo looks back for as many others as it may.</summary>
    Busy,
}

/// <summary>A place as it was, or why there is none.</summary>
[GenerateSerializer, Immutable]
public sealed record RewindAnswer([property: Id(0)] RewindOutcome Outcome, [property: Id(1)] PastPlace? Place)
{
    /// <summary>There is none.</summary>
    public static RewindAnswer None(RewindOutcome why) => new(why, null);
}

/// <summary>A place as it was.</summary>
/// <param name="Counts">Its counts; their time is the real moment.</param>
/// <param name="Terms">The campaign as it was.</param>
/// <param name="Place">The place as the tree of then has it.</param>
/// <param name="Expected">The attributes of it and of all below it then, summed.</param>
/// <param name="PlacesBelow">How many places of each level lay below it.</param>
/// <param name="Rows">It and the places below it, as far down as asked, parents first, in the order of the tree.</param>
[GenerateSerializer, Immutable]
public sealed record PastPlace(
    [property: Id(0)] PlaceCounts Counts,
    [property: Id(1)] Campaign Terms,
    [property: Id(2)] Place Place,
    [property: Id(3)] ImmutableSortedDictionary<string, long> Expected,
    [property: Id(4)] ImmutableSortedDictionary<string, long> PlacesBelow,
    [property: Id(5)] ImmutableArray<PastRow> Rows);

/// <summary>A place of a past tree with its values, in the order of the columns asked.</summary>
[GenerateSerializer, Immutable]
public sealed record PastRow([property: Id(0)] PlaceId Place, [property: Id(1)] ImmutableArray<long> Values);
