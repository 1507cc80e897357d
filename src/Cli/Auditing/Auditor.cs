using System.Collections.Concurrent;

namespace GridGrains.Cli;

/// <summary>Recounts places from the journal and adds up their children.</summary>
internal sealed class Auditor(Api api, string campaign, int atOnce)
{
    private readonly ConcurrentBag<PlaceAudit> audits = [];

    /// <summary>How many places are done.</summary>
    public int Done => audits.Count;

    /// <summary>All that was found.</summary>
    public IReadOnlyCollection<PlaceAudit> Audits => audits;

    /// <summary>Looks at all of these places and at the desks that have reported below them.</summary>
    public Task AuditAsync(IEnumerable<PlaceView> places, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            places,
            new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (place, stopping) => await AuditAsync(place, stopping));

    private async Task AuditAsync(PlaceView place, CancellationToken cancellation)
    {
        bool? sums = null;
        if (!place.Leaf)
        {
            var family = await api.ChildrenAsync(campaign, place.Id, cancellation);
            sums = IsSum(family);
            foreach (var desk in family.Children.Where(c => c.Level == Place.DeskLevel))
                await RecountAsync(desk.Place, desk.Level, sums: null, cancellation);
        }
        await RecountAsync(place.Id, place.Level, sums, cancellation);
    }

    private async Task RecountAsync(string place, string level, bool? sums, CancellationToken cancellation)
    {
        var audit = await api.AuditAsync(campaign, place, cancellation);
        audits.Add(new PlaceAudit(place, level, audit.Reports, audit.Matches, sums));
    }

    private static bool IsSum(FamilyView family)
    {
        var counts = family.Children.SelectMany(c => c.Counts.Keys).Union(family.Snapshot.Counts.Keys);
        return family.Children.Sum(c => c.Version) == family.Snapshot.Version
            && counts.All(count => family.Children.Sum(c => c.Counts.GetValueOrDefault(count)) == family.Snapshot.Counts.GetValueOrDefault(count));
    }
}
