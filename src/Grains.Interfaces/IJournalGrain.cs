using System.Collections.Immutable;

namespace GridGrains;

/// <summary>Reads a place's journal for those who check or look back; key: a <see cref="LedgerKey"/>. Apart from the live grains, so that a long count never holds up a report.</summary>
[Alias("GridGrains.IJournalGrain")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Counts everything below the place again from the journal, and compares with what the live grains say.</summary>
    [Alias("Audit"), ResponseTimeout("00:10:00")]
    Task<Audit> Audit();

    /// <summary>As <see cref="IPlaceGrain.History"/>, from the journal: for what is older or finer than what the live grains keep.</summary>
    [Alias("History"), ResponseTimeout("00:10:00")]
    Task<ImmutableArray<HistoryPoint>> History(string count, TimeSpan step, DateTime from, DateTime to);

    /// <summary>
    /// The daily report of the place for a local day by the campaign's clock; null where there is none: the day has not begun, the campaign opened after it was due, or
    /// the place was not in the tree then.
    /// </summary>
    /// <param name="day">As <see cref="DateOnly.DayNumber"/>.</param>
    [Alias("Daily"), ResponseTimeout("00:10:00")]
    Task<DailyReport?> Daily(int day);

    /// <summary>Commits a canary and takes it back: whether a report could be made durable now.</summary>
    [Alias("CanCommit")]
    Task<bool> CanCommit();
}

/// <summary>The result of a recount.</summary>
/// <param name="Matches">Whether live and journal are equal.</param>
/// <param name="Live">What the live grain says.</param>
/// <param name="Journal">What the journal says.</param>
/// <param name="Reports">Reports in the journal at and below the place; equal to the live version if they match.</param>
/// <param name="Differences">Counts that differ.</param>
/// <param name="Settled">False where reports came in faster than they could be recounted, so that the two are of different moments.</param>
[GenerateSerializer, Immutable]
public sealed record Audit(
    [property: Id(0)] bool Matches,
    [property: Id(1)] PlaceCounts Live,
    [property: Id(2)] CountVector Journal,
    [property: Id(3)] long Reports,
    [property: Id(4)] ImmutableArray<CountDifference> Differences,
    [property: Id(5)] bool Settled);

/// <summary>A count on which live grain and journal disagree.</summary>
[GenerateSerializer, Immutable]
public readonly record struct CountDifference([property: Id(0)] string Count, [property: Id(1)] long Live, [property: Id(2)] long Journal);
