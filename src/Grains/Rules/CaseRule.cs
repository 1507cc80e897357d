namespace GridGrains.Rules;

/// <summary>A case has stood at one of some stages for longer than the grace: nothing has moved since its last step.</summary>
internal sealed class CaseRule(RuleTerms terms, Series series) : ILeafRule
{
    // Of one rule at one leaf: more are no clearer, and the count of open cases tells how many there are.
    private const int MostShown = 20;

    private readonly int from = terms.From ?? 1;
    private readonly int to = terms.To ?? terms.From ?? 1;

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.State.Cases.Of(series) is not { Count: > 0 } cases || leaf.Campaign.State == CampaignState.Closed)
            return;
        List<(string Subject, DateTime At)>? late = null;
        foreach (var (subject, (stage, at)) in cases)
        {
            if (stage < from || stage > to)
                continue;
            if (leaf.Now >= at + terms.Grace)
                (late ??= []).Add((subject, at));
            else
                findings.LookAgainAt(at + terms.Grace);
        }
        if (late is null)
            return;
        foreach (var (subject, at) in late.OrderBy(c => c.At).ThenBy(c => c.Subject, StringComparer.Ordinal).Take(MostShown))
            findings.Add(new(terms, subject, at));
    }
}
