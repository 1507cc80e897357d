using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Rules;

/// <summary>
/// Sets what stands at a place against what was raised there: the difference is what is new, what has changed and what is mended. What was
/// raised is in the database, so that nothing is raised twice by a grain that wakes again.
/// </summary>
internal sealed class PlaceAlerts(LedgerKey place)
{
    private readonly Dictionary<(string Rule, string? Subject), Alert> raised = [];

    /// <summary>Adds what the database has.</summary>
    public void Restore(IEnumerable<Alert> standing)
    {
        foreach (var alert in standing)
            raised[(alert.Rule, alert.Subject)] = alert;
    }

    /// <summary>The alerts that are new, different or, with the time at which they were cleared, over. They count as told from now on.</summary>
    /// <param name="standing">What the rules found.</param>
    /// <param name="root">The campaign's root, up to which they escalate.</param>
    /// <param name="now">The campaign's time, in UTC.</param>
    public IReadOnlyList<Alert> Reconcile(IReadOnlyList<Finding> standing, PlaceId root, DateTime now)
    {
        if (standing.Count == 0 && raised.Count == 0)
            return [];
        List<Alert> changes = [];
        foreach (var finding in standing)
        {
            var key = (finding.Terms.Code!, finding.Subject);
            var alert = Alert(finding, raised.GetValueOrDefault(key), root, now);
            if (raised.TryGetValue(key, out var known) && known == alert)
                continue;
            raised[key] = alert;
            changes.Add(alert);
        }
        if (raised.Count > standing.Count)
            ClearAllBut(standing, now, changes);
        return changes;
    }

    /// <summary>What could not be handed on is as if it had not been found; the next time it is.</summary>
    public void Forget(Alert change)
    {
        if (change.ClearedAt is null)
            raised.Remove((change.Rule, change.Subject));
        else
            raised[(change.Rule, change.Subject)] = change with { ClearedAt = null };
    }

    private void ClearAllBut(IReadOnlyList<Finding> standing, DateTime now, List<Alert> changes)
    {
        var kept = standing.Select(f => (f.Terms.Code!, f.Subject)).ToHashSet();
        foreach (var (key, alert) in raised.Where(r => !kept.Contains(r.Key)).ToList())
        {
            raised.Remove(key);
            changes.Add(alert with { ClearedAt = now });
        }
    }

    private Alert Alert(Finding finding, Alert? known, PlaceId root, DateTime now)
    {
        var since = finding.SinceRaised && known is not null ? known.Since : ToStore(finding.Since);
        return new(
            known?.Id ?? Id(finding, since),
            finding.Terms.Code!,
            finding.Terms.Severity!.Value,
            place.Campaign,
            place.Place,
            finding.Subject,
            since,
            finding.Zh,
            finding.En,
            known?.Acknowledged ?? false,
            Reached: known is { Acknowledged: true } ? known.Reached : Escalation.Reached(finding.Terms, place.Place, root, finding.RaisedAt(since), now));
    }

    // From what it is about and since when: who finds the same gives it the same id, on whatever silo.
    private Guid Id(Finding finding, DateTime since) => new(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{place}/{finding.Terms.Code}/{finding.Subject}/{since.Ticks}")).AsSpan(0, 16));

    // To a microsecond, as the database gives it back.
    private static DateTime ToStore(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
