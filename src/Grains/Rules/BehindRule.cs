namespace GridGrains.Rules;

/// <summary>
/// An area right above grids has done less of a target than <c>percent</c> of what the plan's curve has for now: the target, spread evenly from the
/// opening to the deadline, or over the <c>hours</c> of each day between.
/// </summary>
internal sealed class BehindRule(RuleTerms terms) : IAreaRule
{
    private readonly PostHours hours = PostHours.Parse(terms.Hours ?? "00:00-24:00");

    public RuleTerms Terms => terms;

    public void Evaluate(AreaSituation area, Findings findings)
    {
        if (!area.IsUnderWay || area.Campaign.Deadline is not { } deadline || area.Place.Children.Any(c => !c.IsLeaf))
            return;
        var opens = CampaignDay.LocalOf(area.Campaign.OpensAt);
        var gone = hours.Within(opens, CampaignDay.LocalOf(area.Quarter));
        var all = hours.Within(opens, CampaignDay.LocalOf(deadline));
        if (all <= TimeSpan.Zero)
            return;
        // Clearing needs a report or a later deadline; only that the plan has gone on is brought by time.
        findings.LookAgainAt((area.Quarter + AreaSituation.QuarterHour).UtcDateTime);
        findings.LookAgainAt(deadline.UtcDateTime);
        if (gone < terms.Grace)
            return;
        foreach (var (count, aim) in area.Aims)
        {
            var planned = (long)(aim * (gone / all) * (terms.Percent ?? 100) / 100);
            if (area.State.Counts[count.Index] < planned)
                findings.Add(new(terms, count.Code, area.Now, count.Zh, SinceRaised: true, NameEn: count.En));
        }
    }
}
