using GridGrains.Emergencies;

namespace GridGrains.Rules;

/// <summary>A task of an emergency's plan is due and not done. At the emergency's root.</summary>
internal sealed class TaskRule(RuleTerms terms) : IAreaRule
{
    public RuleTerms Terms => terms;

    public void Evaluate(AreaSituation area, Findings findings)
    {
        if (area.Campaign is not { Emergency: { } emergency, State: CampaignState.Open } || area.Place.Place.Id != area.Campaign.Root)
            return;
        foreach (var task in emergency.Plan.Tasks())
        {
            if (emergency.Done.ContainsKey(task.Code) || task.Until.IsMet(area.State.Counts, area.Place))
                continue;
            var due = area.Campaign.DueAt(task);
            if (area.Now >= due + terms.Grace)
                findings.Add(new(terms, task.Code, due, task.Zh, NameEn: task.En));
            else
                findings.LookAgainAt(due + terms.Grace);
        }
    }
}
