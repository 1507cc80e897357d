namespace GridGrains.Faults;

/// <summary><c>kill -9</c> of silos, gateways, all of them at once, and the database, under load.</summary>
internal static class ClusterKills
{
    private const int StrikesPerCheck = 25;
    private const int LongestLifeMs = 2_500;
    private static readonly TimeSpan AgainWithin = TimeSpan.FromSeconds(30);

    /// <summary>So many random members, one at a time or two, each started again at once.</summary>
    public static async Task<Outcome> OfMembersAsync(int kills, int seed, CancellationToken cancellation)
    {
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        for (var killed = 1; killed <= kills; killed++)
        {
            await PauseAsync(run, cancellation);
            var members = run.Cluster.Members.ToArray();
            var struck = run.Random.GetItems(members, run.Random.Next(4) == 0 ? 2 : 1).Distinct().ToList();
            run.Log.Strike();
            await Task.WhenAll(struck.Select(m => m.KillAsync()));
            await PauseAsync(run, cancellation);
            await run.Cluster.StartDeadAsync(cancellation);
            if (killed % StrikesPerCheck == 0)
                await run.JudgeAsync(cancellation, goOn: true);
        }
        await run.HealsAsync(AgainWithin);
        return await run.JudgeAsync(cancellation);
    }

    /// <summary>All silos and gateways at the same moment, so many times.</summary>
    public static Task<Outcome> OfAllAsync(int times, int seed, CancellationToken cancellation) => RepeatAsync(times, seed, async run =>
    {
        await Task.WhenAll(run.Cluster.Members.Select(m => m.KillAsync()));
        await run.Cluster.StartDeadAsync(cancellation);
        await run.Cluster.ReadyAsync(cancellation);
    }, cancellation);

    /// <summary>The database, so many times; silos and gateways stay.</summary>
    public static Task<Outcome> OfDatabaseAsync(int times, int seed, CancellationToken cancellation) => RepeatAsync(times, seed, async run =>
    {
        await run.Cluster.Database.CrashAsync();
        await PauseAsync(run, cancellation);
        await run.Cluster.Database.StartAgainAsync(cancellation);
        await run.Cluster.StartDeadAsync(cancellation);
    }, cancellation);

    private static async Task<Outcome> RepeatAsync(int times, int seed, Func<ClusterRun, Task> strike, CancellationToken cancellation)
    {
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        for (var struck = 1; struck <= times; struck++)
        {
            await run.AtWorkAsync();
            await PauseAsync(run, cancellation);
            run.Log.Strike();
            await strike(run);
            await run.HealsAsync(AgainWithin);
            if (struck % StrikesPerCheck == 0)
                await run.JudgeAsync(cancellation, goOn: true);
        }
        return await run.JudgeAsync(cancellation);
    }

    private static Task PauseAsync(ClusterRun run, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromMilliseconds(run.Random.Next(LongestLifeMs)), TimeProvider.System, cancellation);
}
