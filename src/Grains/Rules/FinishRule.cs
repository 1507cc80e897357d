namespace GridGrains.Rules;

/// <summary>
/// If the work goes on as in the last 24 hours, or since the opening, a target of the whole campaign is not reached by the deadline. Of <c>hours</c>, where people rest
/// at night, only these are counted; until the grace of them has gone by nothing is said.
/// </summary>
internal sealed class FinishRule(RuleTerms terms) : IAreaRule
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(24);

    private readonly PostHours hours = PostHours.Parse(terms.Hours ?? "00:00-24:00");

    public RuleTerms Terms => terms;

    public void Evaluate(AreaSituation area, Findings findings)
    {
        if (!area.IsUnderWay || area.Campaign.Deadline is not { } deadline || area.Place.Place.Id != area.Campaign.Root)
            return;
        findings.LookAgainAt((area.Quarter + AreaSituation.QuarterHour).UtcDateTime);
        findings.LookAgainAt(deadline.UtcDateTime);
        var opens = area.Campaign.OpensAt.UtcDateTime;
        var now = area.Quarter.UtcDateTime;
        var from = now - Window > opens ? now - Window : opens;
        // An area that has lost what it had saved knows its past from then on.
        from = from > area.History.Since ? from : area.History.Since;
        var worked = hours.Within(Local(from), Local(now));
        var left = hours.Within(Local(now), Local(deadline.UtcDateTime));
        if (worked < terms.Grace || worked <= TimeSpan.Zero)
            return;
        foreach (var (count, aim) in area.Aims)
        {
            var value = area.State.Counts[count.Index];
            var done = value - area.History.At(count, from);
            if (value < aim && (aim - value) * worked.TotalMinutes > Math.Max(0, done) * left.TotalMinutes)
                findings.Add(new(terms, count.Code, area.Now, count.Zh, SinceRaised: true, NameEn: count.En));
        }
    }

    private static DateTime Local(DateTime utc) => CampaignDay.LocalOf(new DateTimeOffset(utc, TimeSpan.Zero));
}
