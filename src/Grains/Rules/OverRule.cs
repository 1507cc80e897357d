namespace GridGrains.Rules;

/// <summary>A count is over a part of what is there: of an attribute of the place, or of another count.</summary>
internal sealed class OverRule(RuleTerms terms, Count count, Count? of) : ILeafRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        var value = leaf.State.Counts[count.Index];
        if (value == 0 || leaf.Campaign.State == CampaignState.Closed)
            return;
        var limit = Whole(leaf) * (terms.Percent ?? 100) / 100;
        if (limit > 0 && value > limit)
            findings.Add(new(terms, null, leaf.LastReportAt ?? leaf.Now, Limit: limit, SinceRaised: true));
    }

    private long Whole(LeafSituation leaf) => of is not null
        ? leaf.State.Counts[of.Index]
        : leaf.Place?.Place.Attributes.GetValueOrDefault(terms.Of!) ?? 0;
}
