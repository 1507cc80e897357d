namespace GridGrains.Rules;

/// <summary>An enterprise has come to stage <c>from</c> on its way back to work and was never seen at the stage <c>before</c>.</summary>
internal sealed class SkippedRule(RuleTerms terms, Series series) : ILeafRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (leaf.State.Steps.IsEmpty || leaf.Campaign.State == CampaignState.Closed)
            return;
        foreach (var (subject, _) in leaf.State.Steps.Entries.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (leaf.State.Steps.WasAt(subject, terms.Before!.Value) || leaf.State.Find(series, subject) is not { } now || now.Value < terms.From)
                continue;
            if (leaf.Now >= now.At + terms.Grace)
                findings.Add(new(terms, subject, now.At));
            else
                findings.LookAgainAt(now.At + terms.Grace);
        }
    }
}
