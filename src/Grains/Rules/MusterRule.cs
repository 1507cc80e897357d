namespace GridGrains.Rules;

/// <summary>Of those called, some are not there, longer after the call than the grace. How many is said; who, nobody asks.</summary>
internal sealed class MusterRule(RuleTerms terms) : ILeafRule
{
    private static readonly Series Called = Catalogue.Current.TryGetSeries("muster.called", out var series) ? series : throw new InvalidOperationException();
    private static readonly Count CalledCount = Catalogue.Current.TryGetCount("muster.called", out var count) ? count : throw new InvalidOperationException();
    private static readonly Count Present = Catalogue.Current.TryGetCount("muster.present", out var count) ? count : throw new InvalidOperationException();

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        var missing = leaf.State.Counts[CalledCount.Index] - leaf.State.Counts[Present.Index];
        if (missing <= 0 || leaf.Campaign.State == CampaignState.Closed || leaf.State.Cases.Of(Called) is not { Count: > 0 } called)
            return;
        var since = called.Values.Min(c => c.At);
        if (leaf.Now >= since + terms.Grace)
            findings.Add(new(terms, null, since, Limit: missing));
        else
            findings.LookAgainAt(since + terms.Grace);
    }
}
