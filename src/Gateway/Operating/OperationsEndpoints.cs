using System.Diagnostics;

namespace GridGrains.Gateway;

/// <summary><c>/api/operations</c>: how silos and this gateway are. For stewards of a whole tree, since it is of all that the service does.</summary>
internal sealed class OperationsEndpoints(IGrainFactory grains, CurrentCity current, SnapshotFeed feed, ReportGate gate, TimeProvider time)
{
    private readonly DateTime startedAt = time.GetUtcNow().UtcDateTime;

    public async Task GetAsync(HttpContext http)
    {
        var city = current.Value;
        if (!Access.SubtreesFor(http.User, AccessAction.Operate).Any(root => root.Depth == 1 && city.TryGetPlace(root, out _)))
        {
            await http.WriteProblemAsync(Problem.Forbidden());
            return;
        }
        var silos = await LedgerCall.AskAsync(() => grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Silos());
        var own = new Wire.GatewayFigures(
            Environment.MachineName, startedAt, GatewayMetrics.Recorded, GatewayMetrics.Observations, gate.InFlight, FeedFigures.Clients, FeedFigures.Slots, feed.Count,
            Process.GetCurrentProcess().WorkingSet64);
        var shown = silos.Select(silo => Show(silo, leaf => Access.Decide(http.User, AccessAction.Operate, leaf)));
        await http.WriteJsonAsync(new Wire.Operations(time.GetUtcNow(), own, [.. shown]), WireJson.Default.Operations);
    }

    private static Wire.SiloFigures Show(SiloFigures silo, Func<PlaceId, bool> isAllowed) => new(
        silo.Name, silo.At, silo.StartedAt, silo.Leaves, silo.Areas, Math.Round(silo.ReportsPerSecond, 1), Math.Round(silo.CommitsPerSecond, 1),
        new(Math.Round(silo.CommitMilliseconds, 1), Math.Round(silo.SlowestCommitMilliseconds, 1)), silo.QueueDepth, silo.QueueLimit, Math.Round(silo.RollUpMilliseconds),
        [.. silo.Lags.Select(lag => new Wire.DepthLag(lag.Depth, Math.Round(lag.Milliseconds), Math.Round(lag.SlowestMilliseconds)))],
        [.. silo.SlowLeaves.Where(leaf => isAllowed(leaf.Place)).Select(leaf => new Wire.SlowLeaf(leaf.Place.Value, Math.Round(leaf.Milliseconds)))]);
}
