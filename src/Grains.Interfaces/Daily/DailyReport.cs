using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// What a place had reported on a day by the time at which the daily report is due, from the journal and the tree of that moment: so the same whenever it is asked
/// for. Only who comes late is added until the day is over.
/// </summary>
/// <param name="Campaign">In which campaign.</param>
/// <param name="Place">Of which place and all below it.</param>
/// <param name="Day">The local day, as <see cref="DateOnly.DayNumber"/>.</param>
/// <param name="DueAt">When it is due, by the campaign's clock, in UTC.</param>
/// <param name="AsOf">To when it counts: when it was due, or, before that, now.</param>
/// <param name="IsOver">Whether the day is over, so that nothing changes any more.</param>
/// <param name="Expected">Grids that have to report: the listed leaves, no desks.</param>
/// <param name="Received">Of these, those that reported in time, in the order of the tree; a zero report is one.</param>
/// <param name="Zero">Of the received, those that had nothing to report: all of their reports were zero reports.</param>
/// <param name="Late">Those that reported later on the day, with when.</param>
/// <param name="Missing">Those that did not.</param>
/// <param name="Counts">The counts as of then, those of posts among them unless a purge has taken who was there.</param>
/// <param name="Before">The counts a day before that.</param>
/// <param name="Issues">Issues that were found and not rechecked, those that have waited longest first.</param>
[GenerateSerializer, Immutable]
public sealed record DailyReport(
    [property: Id(0)] string Campaign,
    [property: Id(1)] PlaceId Place,
    [property: Id(2)] int Day,
    [property: Id(3)] DateTime DueAt,
    [property: Id(4)] DateTime AsOf,
    [property: Id(5)] bool IsOver,
    [property: Id(6)] int Expected,
    [property: Id(7)] int Received,
    [property: Id(8)] ImmutableArray<PlaceId> Zero,
    [property: Id(9)] ImmutableArray<LateReport> Late,
    [property: Id(10)] ImmutableArray<PlaceId> Missing,
    [property: Id(11)] CountVector Counts,
    [property: Id(12)] CountVector Before,
    [property: Id(13)] ImmutableArray<OpenIssue> Issues)
{
    /// <summary>Whether what was due is settled: its counts, who was in time and who was not.</summary>
    public bool IsFrozen => AsOf >= DueAt;
}

/// <summary>A grid's report that came after it was due, by the campaign's clock, in UTC.</summary>
[GenerateSerializer, Immutable]
public sealed record LateReport([property: Id(0)] PlaceId Place, [property: Id(1)] DateTime At);

/// <summary>An issue that was found and not rechecked, at which stage and since when, by the campaign's clock, in UTC.</summary>
[GenerateSerializer, Immutable]
public sealed record OpenIssue(
    [property: Id(0)] PlaceId Place, [property: Id(1)] string Subject, [property: Id(2)] int Stage, [property: Id(3)] DateTime Since);
