namespace GridGrains.Daily;

/// <summary>The moments of a day's report, by the campaign's clock, in UTC.</summary>
/// <param name="From">The beginning of the local day, or of the campaign.</param>
/// <param name="Due">When the report is due.</param>
/// <param name="To">The end of the local day.</param>
internal readonly record struct DailyDue(DateTime From, DateTime Due, DateTime To)
{
    /// <summary>Those of a day, due so many minutes after midnight; null if the campaign opens after it was due.</summary>
    public static DailyDue? Of(Campaign campaign, int day, int dueMinutes)
    {
        var midnight = DateOnly.FromDayNumber(day).ToDateTime(TimeOnly.MinValue);
        var (from, due) = (CampaignDay.UtcOfLocal(midnight), CampaignDay.UtcOfLocal(midnight.AddMinutes(dueMinutes)));
        var opens = campaign.OpensAt.UtcDateTime;
        return due < opens ? null : new(from > opens ? from : opens, due, CampaignDay.UtcOfLocal(midnight.AddDays(1)));
    }
}
