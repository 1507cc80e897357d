namespace GridGrains.Rules;

/// <summary>A grid has not reported for longer than the grace, in working hours, though something remains to be done there.</summary>
internal sealed class SilenceRule(RuleTerms terms) : ILeafRule, IUnreportedRule
{
    private readonly SilenceWatch watch = new(terms);

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.Place is { IsLeaf: true } place && !place.Place.Id.IsDesk && leaf.Campaign.State == CampaignState.Open && !IsDone(leaf, place))
            watch.Evaluate(leaf.Campaign, leaf.LastReportAt, leaf.Now, findings);
    }

    public bool StandsUnreported(Campaign campaign, DateTime now) => watch.StandsUnreported(campaign, now);

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
}
