using System.Collections.Immutable;

namespace GridGrains;

/// <summary>How a post is staffed now: counts only, nobody's name.</summary>
/// <param name="Post">Its id.</param>
/// <param name="IsOpen">Whether now is within its hours.</param>
/// <param name="OnDuty">How many of which role are there; roles of which nobody is are left out.</param>
/// <param name="Missing">How many of which role are missing; empty while it is covered or closed.</param>
/// <param name="UncoveredSince">Since when it has been short without a break, by the campaign's clock, in UTC; null while it is not.</param>
/// <param name="UncoveredToday">Minutes of today, up to now, in which it was open and short.</param>
/// <param name="UncoveredYesterday">The same of yesterday.</param>
[GenerateSerializer, Immutable]
public sealed record PostState(
    [property: Id(0)] string Post,
    [property: Id(1)] bool IsOpen,
    [property: Id(2)] ImmutableSortedDictionary<string, int> OnDuty,
    [property: Id(3)] ImmutableSortedDictionary<string, int> Missing,
    [property: Id(4)] DateTime? UncoveredSince,
    [property: Id(5)] int UncoveredToday = 0,
    [property: Id(6)] int UncoveredYesterday = 0);
