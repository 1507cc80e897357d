namespace GridGrains.Faults;

/// <summary>A silo is stopped for so long that the others give it up, and goes on: then there are two activations of what it had.</summary>
internal static class ClusterHangs
{
    private static readonly TimeSpan AgainWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HealedWithin = TimeSpan.FromSeconds(60);

    /// <summary>So many times <c>SIGSTOP</c>, that long, and <c>SIGCONT</c>.</summary>
    public static async Task<Outcome> RunAsync(int times, TimeSpan frozen, int seed, CancellationToken cancellation)
    {
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        for (var i = 1; i <= times; i++)
        {
            await run.Cluster.StartDeadAsync(cancellation);
            await run.AtWorkAsync();
            var silo = run.Cluster.Silos[run.Random.Next(run.Cluster.Silos.Count)];
            run.Log.Strike();
            var thaw = Task.Delay(frozen, TimeProvider.System, cancellation);
            await silo.FreezeAsync();
            await run.AcknowledgesAgainAsync(AgainWithin);
            await thaw;
            await silo.ThawAsync();
            await run.HealsAsync(HealedWithin);
            await run.Cluster.StartDeadAsync(cancellation);
            if (i % 5 == 0)
                await run.JudgeAsync(cancellation, goOn: true);
        }
        return await run.JudgeAsync(cancellation);
    }
}
