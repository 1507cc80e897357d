namespace GridGrains.Rules;

/// <summary>A grid has not reported for longer than the grace, in working hours, though something remains to be done there.</summary>
internal sealed class SilenceRule(RuleTerms terms) : ILeafRule
{
    private readonly PostHours hours = PostHours.Parse(terms.Hours ?? "00:00-24:00");

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Place is not { IsLeaf: true } place || place.Place.Id.IsDesk || leaf.Campaign.State == CampaignState.Closed || IsDone(leaf, place))
            return;
        if (leaf.Now < leaf.Campaign.OpensAt)
        {
            findings.LookAgainAt(leaf.Campaign.OpensAt.UtcDateTime);
            return;
        }
        if (!leaf.IsUnderWay)
            return;
        findings.LookAgainAt(Utc(hours.ChangesAt(leaf.Local)));
        if (leaf.Campaign.Deadline is { } deadline)
            findings.LookAgainAt(deadline.UtcDateTime);
        if (!hours.IsOpenAt(leaf.Local))
            return;
        var since = Later(Later(leaf.LastReportAt ?? DateTime.MinValue, leaf.Campaign.OpensAt.UtcDateTime), Utc(hours.OpenedAt(leaf.Local)));
        if (leaf.Now >= since + terms.Grace)
            findings.Add(new(terms, null, since));
        else
            findings.LookAgainAt(since + terms.Grace);
    }

    /// <summary>Whether it stands for a grid that has never reported and has something to do: what an area has to know of grids that sleep.</summary>
    public bool StandsUnreported(Campaign campaign, DateTime now)
    {
        var local = CampaignDay.LocalOf(new DateTimeOffset(now, TimeSpan.Zero));
        return campaign.State == CampaignState.Open && now >= campaign.OpensAt && !(now >= campaign.Deadline) && hours.IsOpenAt(local)
            && now >= Later(campaign.OpensAt.UtcDateTime, Utc(hours.OpenedAt(local))) + terms.Grace;
    }

    // Everything that the campaign set out to do there is done: nobody has anything left to report.
    private static bool IsDone(LeafSituation leaf, PlaceNode place)
    {
        var aims = 0;
        foreach (var (count, attribute) in leaf.Campaign.Targets)
        {
            if (!place.Place.Attributes.TryGetValue(attribute, out var aim) || aim == 0 || !Catalogue.Current.TryGetCount(count, out var found))
                continue;
            aims++;
            if (leaf.State.Counts[found.Index] < aim)
                return false;
        }
        return aims > 0;
    }

    private static DateTime Utc(DateTime local) =>
        local == DateTime.MinValue || local == DateTime.MaxValue ? DateTime.SpecifyKind(local, DateTimeKind.Utc) : CampaignDay.UtcOfLocal(local);

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
