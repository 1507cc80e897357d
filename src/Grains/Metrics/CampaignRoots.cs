using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace GridGrains.Metrics;

/// <summary>What the roots of campaigns say that are awake in this silo: alerts that stand, and how much of the tree they have not heard of. A root is in one silo only.</summary>
internal static class CampaignRoots
{
    private const string CampaignKey = "gridgrains.campaign";
    private const string SeverityKey = "gridgrains.alert.severity";

    private static readonly ConcurrentDictionary<LedgerKey, PlaceCounts> Roots = new();
    private static readonly Meter Meter = new(SiloMetrics.MeterName);

    static CampaignRoots()
    {
        Meter.CreateObservableGauge("gridgrains.alerts.standing", Standing, "{alert}", "Alerts that stand anywhere in a campaign");
        Meter.CreateObservableGauge("gridgrains.children.unheard", Unheard, "{place}", "Children of a campaign's root that it has not heard of since it woke");
    }

    /// <summary>A root's newest counts.</summary>
    public static void Say(LedgerKey root, PlaceCounts counts) => Roots[root] = counts;

    /// <summary>A root goes to sleep.</summary>
    public static void Leave(LedgerKey root) => Roots.TryRemove(root, out _);

    private static IEnumerable<Measurement<long>> Standing() => Roots.SelectMany(root => new[]
    {
        new Measurement<long>(root.Value.Alerts.Critical, new(CampaignKey, root.Key.Campaign), new(SeverityKey, "critical")),
        new Measurement<long>(root.Value.Alerts.Warning, new(CampaignKey, root.Key.Campaign), new(SeverityKey, "warning")),
    });

    private static IEnumerable<Measurement<long>> Unheard() => Roots.Select(
        root => new Measurement<long>(Math.Max(0, root.Value.ChildrenExpected - root.Value.ChildrenHeard), new KeyValuePair<string, object?>(CampaignKey, root.Key.Campaign)));
}
