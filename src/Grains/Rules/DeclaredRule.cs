namespace GridGrains.Rules;

/// <summary>An area has declared another number of places of a level, as its attribute <c>declared_grid1</c> and the like, than the tree has below it.</summary>
internal sealed class DeclaredRule(RuleTerms terms) : IAreaRule
{
    private const string Prefix = "declared_";

    public RuleTerms Terms => terms;

    public void Evaluate(AreaSituation area, Findings findings)
    {
        if (area.Campaign.State == CampaignState.Closed)
            return;
        foreach (var (name, declared) in area.Place.Place.Attributes)
        {
            if (declared > 0 && name.StartsWith(Prefix, StringComparison.Ordinal)
                && area.Place.PlacesBelow.GetValueOrDefault(name[Prefix.Length..]) != declared)
                findings.Add(new(terms, name[Prefix.Length..], area.Now, Limit: declared, SinceRaised: true));
        }
    }
}
