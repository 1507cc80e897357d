using System.Collections.Immutable;
using GridGrains.Area;
using GridGrains.History;

namespace GridGrains.Rules;

/// <summary>
/// What the rules find at an area. Only of one that has heard all of its children is anything said: what it does not know yet is no silence and no arrears, and what
/// it had found before stays as it was raised.
/// </summary>
internal sealed class AreaWatch(LedgerKey key, AreaState state, CountHistory history, CurrentCity current, RuleBook book, TimeProvider time)
{
    private readonly Findings findings = new();
    private ImmutableArray<IAreaRule> rules = [];
    private Campaign? campaign;
    private long cityVersion = -1;

    /// <summary>What stands, as it was found last.</summary>
    public IReadOnlyList<Finding> Standing => findings.Standing;

    /// <summary>Of these, those that are counted.</summary>
    public AlertTally Tally => findings.Tally;

    /// <summary>Whether anything has been looked at since the area woke.</summary>
    public bool HasLooked { get; private set; }

    /// <summary>When time alone may next change what stands, in real time; null if nothing is in sight.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>The campaign's time, in UTC.</summary>
    public DateTime CampaignNow => campaign!.UtcAt(time.GetUtcNow().UtcDateTime);

    /// <summary>Looks again.</summary>
    public void Look()
    {
        var city = current.Value;
        if (city.Version != cityVersion)
        {
            cityVersion = city.Version;
            campaign = city.TryGetCampaign(key.Campaign, out var newest) ? newest : campaign;
            rules = campaign is { State: CampaignState.Open } ? book.OfAreas(campaign) : [];
        }
        if (campaign is null || !state.IsWhole || !city.TryGetPlace(key.Place, out var place))
            return;
        findings.Clear();
        HasLooked = true;
        if (place.IsFormer)
            return;
        var now = CampaignNow;
        DateTime? reported = state.ReportedAt is { } at ? campaign.UtcAt(at) : null;
        var area = new AreaSituation(campaign, place, state, history, reported, now);
        foreach (var rule in rules)
            rule.Evaluate(area, findings);
        findings.LookAtEscalations(key.Place, campaign.Root, now);
        DueAt = findings.NextAt < DateTime.MaxValue ? campaign.RealAt(new DateTimeOffset(findings.NextAt, TimeSpan.Zero)).UtcDateTime : null;
    }
}
