using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>Emergencies in the shape of the contract. Places are named as the present tree has them.</summary>
internal static class EmergencyShape
{
    /// <summary>How it stands.</summary>
    public static Wire.EmergencyStatus Of(Campaign campaign, EmergencyStatus status, City city)
    {
        var plan = campaign.Emergency!.Plan;
        return new(
            campaign.Id,
            plan.Code,
            new(plan.Zh, plan.En),
            campaign.Root.Value,
            campaign.Drill is not null,
            campaign.OpensAt.ToUniversalTime(),
            status.AsOf,
            new(
                status.Muster.Called,
                status.Muster.Present,
                status.Muster.DueAt,
                status.Muster.Incomplete,
                [.. status.Muster.Missing.Select(place => Name(place, city))],
                status.Muster.Uncalled,
                [.. status.Muster.NotCalling.Select(place => Named(place, city))]),
            [.. plan.Groups.Select(group => new Wire.EmergencyGroup(
                group.Code, new(group.Zh, group.En), [.. group.Tasks.Select(task => Of(task, status))]))]);
    }

    /// <summary>How a task stands.</summary>
    public static Wire.EmergencyTask Of(PlanTask task, EmergencyStatus status)
    {
        var state = status.Tasks.First(t => t.Task == task.Code);
        return new(task.Code, new(task.Zh, task.En), state.DueAt, Code(state.Standing), state.DoneAt, By(state));
    }

    /// <summary>Its first hours.</summary>
    public static Wire.EmergencySummary Of(Campaign campaign, EmergencySummary summary, City city)
    {
        var plan = campaign.Emergency!.Plan;
        var root = Named(campaign.Root, city);
        return new(
            campaign.Id,
            plan.Code,
            new(plan.Zh, plan.En),
            root.Place,
            root.Name,
            root.NameEn,
            campaign.Drill is not null,
            campaign.OpensAt.ToUniversalTime(),
            summary.DueAt,
            summary.AsOf,
            summary.IsFrozen,
            summary.Called,
            summary.Present,
            summary.MusteredAt,
            [.. summary.Places.Where(p => !p.Place.IsDesk || p.Called > 0 || p.Present > 0).Select(p => Name(p, city))],
            [.. plan.Groups.SelectMany(group => group.Tasks.Select(task => Of(group, task, summary)))],
            Catalogue.Current.Counts.Where(c => summary.Counts[c.Index] != 0).ToImmutableSortedDictionary(
                c => c.Code, c => summary.Counts[c.Index], StringComparer.Ordinal),
            summary.Reports,
            [.. summary.Alerts.Select(a => new Wire.RaisedAlerts(a.Rule, AlertShape.Code(a.Severity), a.Raised))]);
    }

    private static Wire.SummaryTask Of(WorkGroup group, PlanTask task, EmergencySummary summary)
    {
        var state = summary.Tasks.First(t => t.Task == task.Code);
        var outcome = state.Standing == TaskStanding.Done
            ? state.DoneAt > state.DueAt ? "late" : "inTime"
            : state.Standing == TaskStanding.Late ? "never" : "open";
        return new(task.Code, group.Code, new(group.Zh, group.En), new(task.Zh, task.En), state.DueAt, outcome, state.DoneAt, By(state));
    }

    private static string? By(TaskState state) => state.Standing != TaskStanding.Done ? null : state.ByCount ? "count" : "steward";

    private static string Code(TaskStanding standing) => standing switch
    {
        TaskStanding.Done => "done",
        TaskStanding.Late => "late",
        _ => "open",
    };

    private static Wire.PlaceMuster Name(PlaceMuster muster, City city)
    {
        var place = Named(muster.Place, city);
        return new(place.Place, place.Name, place.NameEn, muster.Called, muster.Present);
    }

    private static Wire.MissingPlace Named(PlaceId id, City city) => city.TryGetPlace(id, out var node)
        ? new(id.Value, node.Place.Name, node.Place.NameEn)
        : new(id.Value, id.Value, null);
}
