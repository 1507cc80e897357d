namespace GridGrains.Rules;

/// <summary>
/// The data of a place were not verified today by the time at which <c>hours</c> end. Asked of leaves where they were verified before, and of those, or the desks
/// of areas, that have <c>verifiers</c>.
/// </summary>
internal sealed class VerifiedRule(RuleTerms terms) : ILeafRule
{
    private const string Verifiers = "verifiers";

    private static readonly Series Verification = Catalogue.Current.TryGetSeries("verification.done", out var series) ? series : throw new InvalidOperationException();

    private readonly PostHours hours = PostHours.Parse(terms.Hours ?? "00:00-20:00");

    public RuleTerms Terms => terms;

    public void Evaluate(LeafSituation leaf, Findings findings)
    {
        var done = leaf.State.Cases.Of(Verification);
        if (!leaf.IsUnderWay || (done is not { Count: > 0 } && !HasVerifiers(leaf.Place)))
            return;
        var due = CampaignDay.UtcOfLocal(leaf.Local.Date.AddMinutes(hours.To));
        findings.LookAgainAt(leaf.Now < due ? due : CampaignDay.UtcOfLocal(leaf.Local.Date.AddDays(1)));
        if (leaf.Now >= due && due >= leaf.Campaign.OpensAt && !WasDone(done, CampaignDay.Of(leaf.Now)))
            findings.Add(new(terms, null, due, AtOnce: true));
    }

    private static bool WasDone(IReadOnlyDictionary<string, (long Stage, DateTime At)>? done, int day) =>
        done?.Values.Any(d => CampaignDay.Of(d.At) == day) is true;

    private static bool HasVerifiers(PlaceNode? place) =>
        place is not null && (place.Place.Id.IsDesk ? place.Parent : place)?.Place.Attributes.GetValueOrDefault(Verifiers) > 0;
}
