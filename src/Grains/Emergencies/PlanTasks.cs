using System.Collections.Immutable;

namespace GridGrains.Emergencies;

/// <summary>When a task is due, and whether it is done.</summary>
internal static class PlanTasks
{
    /// <summary>When a task is due, by the campaign's clock, in UTC.</summary>
    public static DateTime DueAt(this Campaign campaign, PlanTask task) => campaign.OpensAt.UtcDateTime.AddMinutes(task.DueMinutes);

    /// <summary>Whether counts say that a task is done.</summary>
    /// <param name="end">By which; null: by none.</param>
    /// <param name="counts">The counts of the campaign's root; what is missing at the end is zero.</param>
    /// <param name="root">The root in the tree, for what its places have.</param>
    public static bool IsMet(this TaskEnd? end, ReadOnlySpan<long> counts, PlaceNode root)
    {
        if (end is null || !Catalogue.Current.TryGetCount(end.Count, out var count))
            return false;
        var whole = Catalogue.Current.TryGetCount(end.Of, out var of) ? At(counts, of) : root.Expected.GetValueOrDefault(end.Of);
        return whole > 0 && At(counts, count) >= whole;
    }

    /// <summary>How the tasks of an emergency stand.</summary>
    /// <param name="campaign">The emergency.</param>
    /// <param name="root">Its root in the tree.</param>
    /// <param name="counts">The root's counts.</param>
    /// <param name="now">The campaign's time, in UTC.</param>
    /// <param name="since">Since when counts have said so, as far as that is known.</param>
    public static ImmutableArray<TaskState> Standings(
        Campaign campaign, PlaceNode root, ReadOnlySpan<long> counts, DateTime now, IReadOnlyDictionary<TaskEnd, DateTime> since)
    {
        var states = ImmutableArray.CreateBuilder<TaskState>();
        foreach (var task in campaign.Emergency!.Plan.Tasks())
        {
            var due = campaign.DueAt(task);
            if (campaign.Emergency.Done.TryGetValue(task.Code, out var done))
                states.Add(new(task.Code, due, TaskStanding.Done, done, ByCount: false));
            else if (task.Until.IsMet(counts, root))
                states.Add(new(task.Code, due, TaskStanding.Done, since.TryGetValue(task.Until!, out var met) ? met : null, ByCount: true));
            else
                states.Add(new(task.Code, due, now < due ? TaskStanding.Open : TaskStanding.Late, null, ByCount: false));
        }
        return states.DrainToImmutable();
    }

    private static long At(ReadOnlySpan<long> counts, Count count) => count.Index < counts.Length ? counts[count.Index] : 0;
}
