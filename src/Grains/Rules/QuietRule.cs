namespace GridGrains.Rules;

/// <summary>Nobody below an area has reported for longer than the grace, in working hours, though something remains to be done there.</summary>
internal sealed class QuietRule(RuleTerms terms) : IAreaRule
{
    private readonly SilenceWatch watch = new(terms);

    public RuleTerms Terms => terms;

    public void Evaluate(AreaSituation area, Findings findings)
    {
        var aims = area.Aims.ToList();
        if (area.Campaign.State == CampaignState.Open && (aims.Count == 0 || aims.Any(a => area.State.Counts[a.Count.Index] < a.Aim)))
            watch.Evaluate(area.Campaign, area.LastReportAt, area.Now, findings);
    }
}
