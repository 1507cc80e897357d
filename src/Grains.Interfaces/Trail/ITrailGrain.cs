using System.Collections.Immutable;

namespace GridGrains;

/// <summary>Reads the audit trail of a place; key: a <see cref="LedgerKey"/>. What is written is kept in the transaction of the write itself.</summary>
[Alias("GridGrains.ITrailGrain")]
public interface ITrailGrain : IGrainWithStringKey
{
    /// <summary>Everything but reports at and below the place in the campaign, and what concerns all campaigns, newest first.</summary>
    /// <param name="before">Only entries with a lower number.</param>
    /// <param name="limit">How many at most.</param>
    [Alias("Entries")]
    Task<ImmutableArray<TrailEntry>> Entries(long before, int limit);

    /// <summary>The reports at and below the place, from the journal: by place, and of each the oldest first.</summary>
    /// <param name="after">Only what follows this place's report of this sequence.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="limit">How many at most.</param>
    [Alias("Reports")]
    Task<ImmutableArray<TrailEntry>> Reports(PlaceId? after, long sequence, int limit);

    /// <summary>Keeps what a gateway has refused. Never waited for by whoever was refused.</summary>
    [Alias("Refused")]
    Task Refused(ImmutableArray<TrailEntry> entries);
}
