namespace GridGrains;

/// <summary>Which day it is in a campaign.</summary>
internal static class CampaignDay
{
    // Places keep one time without summer time: China Standard Time (GB/T 7408 writes it +08:00).
    private static readonly TimeSpan LocalOffset = TimeSpan.FromHours(8);

    /// <summary>The local day, by the campaign's clock, of a real moment in UTC.</summary>
    public static int DayAt(this Campaign campaign, DateTime real) =>
        DateOnly.FromDateTime(campaign.TimeAt(real).ToOffset(LocalOffset).DateTime).DayNumber;

    /// <summary>The campaign's time, in UTC, at a real moment in UTC.</summary>
    public static DateTime UtcAt(this Campaign campaign, DateTime real) => campaign.TimeAt(real).UtcDateTime;
}
