namespace GridGrains.Rules;

/// <summary>For how long nobody has reported, in working hours: from the last report, the beginning of the hours or of the campaign, whichever is latest.</summary>
internal sealed class SilenceWatch(RuleTerms terms)
{
    private readonly PostHours hours = PostHours.Parse(terms.Hours ?? "00:00-24:00");

    /// <summary>Adds the silence that stands in an open campaign, or when time alone brings one about.</summary>
    /// <param name="campaign">The campaign.</param>
    /// <param name="lastReportAt">By the campaign's clock, in UTC; null if there was none.</param>
    /// <param name="now">The campaign's time, in UTC.</param>
    /// <param name="findings">To add to.</param>
    public void Evaluate(Campaign campaign, DateTime? lastReportAt, DateTime now, Findings findings)
    {
        if (now < campaign.OpensAt)
        {
            findings.LookAgainAt(campaign.OpensAt.UtcDateTime);
            return;
        }
        if (now >= campaign.Deadline)
            return;
        var local = CampaignDay.LocalOf(new DateTimeOffset(now, TimeSpan.Zero));
        findings.LookAgainAt(Utc(hours.ChangesAt(local)));
        if (campaign.Deadline is { } deadline)
            findings.LookAgainAt(deadline.UtcDateTime);
        if (!hours.IsOpenAt(local))
            return;
        var since = Later(lastReportAt ?? DateTime.MinValue, Begins(campaign, local));
        if (now >= since + terms.Grace)
            findings.Add(new(terms, null, since));
        else
            findings.LookAgainAt(since + terms.Grace);
    }

    /// <summary>Whether it stands where nothing was ever reported.</summary>
    public bool StandsUnreported(Campaign campaign, DateTime now)
    {
        var local = CampaignDay.LocalOf(new DateTimeOffset(now, TimeSpan.Zero));
        return campaign.State == CampaignState.Open && now >= campaign.OpensAt && !(now >= campaign.Deadline) && hours.IsOpenAt(local)
            && now >= Begins(campaign, local) + terms.Grace;
    }

    private DateTime Begins(Campaign campaign, DateTime local) => Later(campaign.OpensAt.UtcDateTime, Utc(hours.OpenedAt(local)));

    private static DateTime Utc(DateTime local) =>
        local == DateTime.MinValue || local == DateTime.MaxValue ? DateTime.SpecifyKind(local, DateTimeKind.Utc) : CampaignDay.UtcOfLocal(local);

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
