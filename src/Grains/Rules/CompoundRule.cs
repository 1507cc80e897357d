namespace GridGrains.Rules;

/// <summary>
/// A compound under control has not exactly one entrance open, or, for <c>gate</c>, nobody of any role on duty at its gate: the post that the
/// compound's observation names, or the one with the compound's code. What was not reported is not known, and no alert.
/// </summary>
internal sealed class CompoundRule(RuleTerms terms, bool gate) : ILeafRule
{
    private static readonly Series Compounds = Catalogue.Current.TryGetSeries("control.compounds", out var series) ? series : throw new InvalidOperationException();
    private static readonly Series Entrances = Catalogue.Current.TryGetSeries("control.entrances", out var series) ? series : throw new InvalidOperationException();

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        if (!leaf.IsUnderWay || leaf.State.Cases.Of(Compounds) is not { Count: > 0 } compounds)
            return;
        foreach (var (compound, (_, closedAt)) in compounds.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            if ((gate ? UnguardedSince(leaf, compound, closedAt) : WrongSince(leaf, compound, closedAt)) is not { } since)
                continue;
            if (leaf.Now >= since + terms.Grace)
                findings.Add(new(terms, compound, since));
            else
                findings.LookAgainAt(since + terms.Grace);
        }
    }

    private static DateTime? WrongSince(LeafSituation leaf, string compound, DateTime closedAt) =>
        leaf.State.Find(Entrances, compound) is { Value: not 1 } open ? Later(open.At, closedAt) : null;

    private static DateTime? UnguardedSince(LeafSituation leaf, string compound, DateTime closedAt)
    {
        var gate = leaf.State.Find(Compounds, compound)?.Post ?? leaf.Posts.FirstOrDefault(p => p.Post.Id == compound)?.Post.Id;
        if (gate is null)
            return null;
        var (isGuarded, left) = leaf.State.Duty.LastLeft(gate);
        return isGuarded ? null : Later(left, closedAt);
    }

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;
}
