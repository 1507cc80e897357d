namespace GridGrains.Faults;

/// <summary>Ways between silos, and between a silo and the database, are cut under load: both directions or one, then healed.</summary>
internal static class ClusterPartitions
{
    private const int Hub = -1;
    private static readonly TimeSpan AgainWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealedWithin = TimeSpan.FromSeconds(60);

    /// <summary>So many partitions, of each kind in turn. Each lasts so long at least; the grids must acknowledge again while it does, and at its end.</summary>
    public static async Task<Outcome> RunAsync(int partitions, TimeSpan held, int seed, CancellationToken cancellation)
    {
        if (Network.Unavailable is { } reason)
            throw new SkippedException(reason);
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        var network = run.Cluster.Network!;
        for (var i = 0; i < partitions; i++)
        {
            await run.AtWorkAsync();
            run.Log.Strike();
            foreach (var (from, to) in Ways(i, run))
                await network.CutAsync(from, to);
            var over = Task.Delay(held, TimeProvider.System, cancellation);
            await run.AcknowledgesAgainAsync(AgainWithin);
            await over;
            await run.AcknowledgesAgainAsync(AgainWithin);
            await network.HealAsync();
            // One that was told that it is dead has ended itself.
            await run.Cluster.StartDeadAsync(cancellation);
            await run.HealsAsync(HealedWithin);
            if (i % 5 == 4)
                await run.JudgeAsync(cancellation, goOn: true);
        }
        return await run.JudgeAsync(cancellation);
    }

    private static IEnumerable<(int From, int To)> Ways(int i, ClusterRun run)
    {
        var one = run.Random.Next(run.Cluster.Silos.Count);
        var other = (one + 1 + run.Random.Next(run.Cluster.Silos.Count - 1)) % run.Cluster.Silos.Count;
        return (i % 6) switch
        {
            0 => [(one, other), (other, one)],
            1 => [(one, other)],
            2 => [(one, Hub), (Hub, one)],
            3 => [(one, Hub)],
            4 => [(Hub, one)],
            // From all the other silos, and from the database.
            _ => [.. Enumerable.Range(Hub, run.Cluster.Silos.Count + 1).Where(s => s != one).SelectMany(s => new[] { (one, s), (s, one) })],
        };
    }
}
