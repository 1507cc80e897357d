namespace GridGrains.Rules;

/// <summary>
/// The daily report of a grid, due when <c>hours</c> end: missing from then until it comes or the day is over, or, for <c>late</c>, come after that. Any
/// report of the day will do; one without observations is a zero report and not missing.
/// </summary>
internal sealed class DailyRule(RuleTerms terms, bool late) : ILeafRule, IUnreportedRule
{
    public RuleTerms Terms => terms;

    /// <summary>When the day's report is due.</summary>
    public PostHours Hours { get; } = PostHours.Parse(terms.Hours ?? "00:00-18:00");

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Place is not { IsLeaf: true } place || place.Place.Id.IsDesk || leaf.Campaign.State == CampaignState.Closed)
            return;
        var due = DueOn(leaf.Local);
        if (leaf.Now < due || due < leaf.Campaign.OpensAt)
        {
            findings.LookAgainAt(due > leaf.Now ? due : DueOn(leaf.Local.AddDays(1)));
            return;
        }
        findings.LookAgainAt(DueOn(leaf.Local.AddDays(1)));
        var isOfToday = leaf.FirstOfDayAt is { } first && CampaignDay.Of(first) == CampaignDay.Of(leaf.Now);
        if (late ? !isOfToday || leaf.FirstOfDayAt < due : isOfToday)
        {
            if (isOfToday)
                findings.LookAgainAt(CampaignDay.UtcOfLocal(leaf.Local.Date.AddDays(1)));
            return;
        }
        findings.LookAgainAt(CampaignDay.UtcOfLocal(leaf.Local.Date.AddDays(1)));
        findings.Add(new(terms, null, late ? leaf.FirstOfDayAt!.Value : due, AtOnce: true));
    }

    public bool StandsUnreported(Campaign campaign, DateTime now)
    {
        var due = DueOn(CampaignDay.LocalOf(new DateTimeOffset(now, TimeSpan.Zero)));
        return !late && campaign.State == CampaignState.Open && due >= campaign.OpensAt && now >= due;
    }

    private DateTime DueOn(DateTime local) => CampaignDay.UtcOfLocal(local.Date.AddMinutes(Hours.To)) + terms.Grace;
}
