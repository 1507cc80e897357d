namespace GridGrains;

/// <summary>Which day it is in a campaign.</summary>
internal static class CampaignDay
{
    // Places keep one time without summer time: China Standard Time (GB/T 7408 writes it +08:00).
    private static readonly TimeSpan LocalOffset = TimeSpan.FromHours(8);

    /// <summary>The local day, by the campaign's clock, of a real moment in UTC.</summary>
    public static int DayAt(this Campaign campaign, DateTime real) =>
        DateOnly.FromDateTime(campaign.TimeAt(real).ToOffset(LocalOffset).DateTime).DayNumber;

    /// <summary>The local time, by the campaign's clock, of a real moment in UTC.</summary>
    public static DateTime LocalAt(this Campaign campaign, DateTime real) => campaign.TimeAt(real).ToOffset(LocalOffset).DateTime;

    /// <summary>The local day of a moment in UTC.</summary>
    public static int Of(DateTime utc) => DateOnly.FromDateTime(utc + LocalOffset).DayNumber;

    /// <summary>A moment in local time.</summary>
    public static DateTime LocalOf(DateTimeOffset moment) => moment.ToOffset(LocalOffset).DateTime;

    /// <summary>The campaign's time in UTC of a local one.</summary>
    public static DateTime UtcOfLocal(DateTime local) => DateTime.SpecifyKind(local - LocalOffset, DateTimeKind.Utc);

    /// <summary>The real moment, in UTC, at which it is a local time by the campaign's clock.</summary>
    public static DateTime RealAtLocal(this Campaign campaign, DateTime local) => campaign.RealAt(new DateTimeOffset(local, LocalOffset)).UtcDateTime;

    /// <summary>The campaign's time, in UTC, at a real moment in UTC.</summary>
    public static DateTime UtcAt(this Campaign campaign, DateTime real) => campaign.TimeAt(real).UtcDateTime;

    /// <summary>The counts that have a target at a place, with how much that is: the attribute of the place and of all below it.</summary>
    public static IEnumerable<(Count Count, long Aim)> AimsAt(this Campaign campaign, PlaceNode place)
    {
        foreach (var (code, attribute) in campaign.Targets)
        {
            if (place.Expected.TryGetValue(attribute, out var aim) && aim > 0 && Catalogue.Current.TryGetCount(code, out var count))
                yield return (count, aim);
        }
    }
}
