using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Faults;

/// <summary>A cluster under load, with what its clients know and the measures that all scenarios of clusters share.</summary>
internal sealed class ClusterRun(ServedCluster cluster, int seed) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Slow enough for two cores that also run the cluster.
    private static readonly LoadOptions Pace = new() { Workers = 8, Pause = TimeSpan.FromMilliseconds(80) };

    private readonly ClientLog log = new();
    private readonly Reporting probes = new(seed + 1_000_000, FaultCity.Ledgers);
    private Load? load;
    private TimeSpan longestDegraded;
    private TimeSpan longestHealing;

    /// <summary>What is struck.</summary>
    public ServedCluster Cluster => cluster;

    /// <summary>What the clients know.</summary>
    public ClientLog Log => log;

    /// <summary>Decides what is struck.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Starts a cluster and its load.</summary>
    public static async Task<ClusterRun> StartAsync(int seed, CancellationToken cancellation, bool separate = true)
    {
        var run = new ClusterRun(await ServedCluster.StartAsync(separate && Network.Unavailable is null, cancellation), seed);
        run.load = Load.Start(run.Cluster.Target, run.log, Pace with { Seed = seed });
        return run;
    }

    /// <summary>Waits for an acknowledgement, so that a fault meets a cluster at work.</summary>
    public async Task AtWorkAsync()
    {
        var acknowledged = log.Acknowledged;
        await Wait.UntilAsync("a report is acknowledged", () => log.Acknowledged > acknowledged);
    }

    /// <summary>
    /// While the fault lasts: sends a fresh report to every grid, through whichever gateway answers, until each has acknowledged one.
    /// More than the limit is a failure.
    /// </summary>
    public async Task AcknowledgesAgainAsync(TimeSpan within) => longestDegraded = Longer(longestDegraded, await EverywhereAsync(within, "while the fault lasted"));

    /// <summary>As above, once the fault is over.</summary>
    public async Task HealsAsync(TimeSpan within) => longestHealing = Longer(longestHealing, await EverywhereAsync(within, "after the fault"));

    /// <summary>Ends the load and checks everything; it goes on afterwards if asked.</summary>
    public async Task<Outcome> JudgeAsync(CancellationToken cancellation, string note = "", bool goOn = false)
    {
        await load!.EndAsync();
        await load.DisposeAsync();
        load = null;
        var verdict = (await Judge.CheckAsync(cluster.Target, log, Patience, cancellation)).Require();
        if (goOn)
            load = Load.Start(cluster.Target, log, Pace with { Seed = Random.Next() % 100_000 });
        return Outcome.Of(log, verdict, string.Create(
            CultureInfo.InvariantCulture,
            $"{note}every grid again during faults after {longestDegraded.TotalSeconds:0.0} s at most, after them {longestHealing.TotalSeconds:0.0} s; {cluster.Fenced} activations fenced"));
    }

    public async ValueTask DisposeAsync()
    {
        if (load is not null)
            await load.DisposeAsync();
        await cluster.DisposeAsync();
    }

    private async Task<TimeSpan> EverywhereAsync(TimeSpan within, string when)
    {
        var begun = Stopwatch.GetTimestamp();
        using var phones = new Phones(cluster.Target, log);
        var open = FaultCity.Leaves.Select(l => probes.NextFor(new(FaultCity.Campaigns[0], l))).ToList();
        for (var gateway = 0; open.Count > 0; gateway++)
        {
            var endings = await Task.WhenAll(open.Select(s => phones.SendAsync(s, gateway)));
            open = [.. open.Where((_, i) => endings[i] != Ending.Ok)];
            if (open.Count > 0 && Stopwatch.GetElapsedTime(begun) > within)
                throw new InvalidOperationException($"{open.Count} of {FaultCity.Leaves.Length} grids, {open[0].Ledger.Place} among them, acknowledge nothing {within.TotalSeconds:0} s {when}\n{cluster.LastWords}");
            if (open.Count > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        }
        return Stopwatch.GetElapsedTime(begun);
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
