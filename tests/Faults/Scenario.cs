namespace GridGrains.Faults;

/// <summary>A named scenario in its long form.</summary>
/// <param name="Name">By which <c>--only</c> chooses it.</param>
/// <param name="Run">Runs it.</param>
internal sealed record Scenario(string Name, Func<Stores, CancellationToken, Task<Outcome>> Run)
{
    private const int Seed = 20221006;

    /// <summary>All of them, in the order in which they are run.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. Both("kills", (stores, keeper, cancellation) => Kills.RunAsync(stores, keeper, kills: 200, Seed, cancellation)),
        .. CrashPoints.All.SelectMany(point => Both(
            $"crash-{point.Name}", (stores, keeper, cancellation) => CrashPoints.RunAsync(stores, keeper, [point.Name], times: 25, Seed, cancellation))),
        .. Trouble.All.Select(t => new Scenario(t.Name, (stores, cancellation) => Troubles.RunAsync(stores, t, TimeSpan.FromSeconds(20), cancellation))),
        .. Both("overload", (stores, keeper, cancellation) => Overload.RunAsync(stores, keeper, Pressure.Long, cancellation)),
        .. Both("sameness", (stores, keeper, cancellation) => Sameness.RunAsync(Subject.Shipped(stores), keeper, reports: 1_000, cancellation)),
        .. Both("disorder", (stores, keeper, cancellation) => Disorder.RunAsync(stores, keeper, reports: 100_000, Seed, cancellation)),
        .. Both("restart", (stores, keeper, cancellation) => Restart.RunAsync(Subject.Shipped(stores), keeper, reports: 3_000, cancellation)),
        .. Both("restored-backup", (stores, keeper, cancellation) => RestoredBackup.RunAsync(Subject.Shipped(stores), keeper, reports: 3_000, cancellation)),
        new("kill-in-commit-sqlite", (stores, cancellation) => KillInCommit.RunAsync(Subject.Shipped(stores), cancellation)),
        new("power-loss-sqlite", (stores, cancellation) => PowerLoss.RunAsync(Subject.Shipped(stores), cuts: 30, cancellation)),
        new("last-word-sqlite", (stores, cancellation) => LastWord.RunAsync(Subject.Shipped(stores), cancellation)),
        new("two-writers-postgres", (stores, cancellation) => TwoWriters.RunAsync(Subject.Shipped(stores), reports: 5_000, cancellation)),
        new("database-crash-postgres", (stores, cancellation) => DatabaseCrash.RunAsync(Subject.Shipped(stores), crashes: 30, cancellation)),
        .. Proof.All.Select(proof => new Scenario($"mutant-{proof.Name}", proof.RunAsync)),
        .. Both("cold-start", (stores, keeper, cancellation) => ColdStart.RunAsync(stores, keeper, reports: 1_000_000, cancellation)),
        new("cluster-kills", (_, cancellation) => ClusterKills.OfMembersAsync(kills: 200, Seed, cancellation)),
        new("cluster-kills-all", (_, cancellation) => ClusterKills.OfAllAsync(times: 20, Seed, cancellation)),
        new("cluster-kills-database", (_, cancellation) => ClusterKills.OfDatabaseAsync(times: 30, Seed, cancellation)),
        new("cluster-partitions", (_, cancellation) => ClusterPartitions.RunAsync(partitions: 30, TimeSpan.FromSeconds(20), Seed, cancellation)),
        new("cluster-hangs", (_, cancellation) => ClusterHangs.RunAsync(times: 20, TimeSpan.FromSeconds(45), Seed, cancellation)),
        new("cluster-clocks", (_, cancellation) => ClusterClocks.RunAsync(["+5m", "-5m", "+1d", "-1d"], TimeSpan.FromSeconds(20), Seed, cancellation)),
        new("cluster-rolling-restart", (_, cancellation) => ClusterRollingRestart.RunAsync(rounds: 3, Seed, cancellation)),
    ];

    private static IEnumerable<Scenario> Both(string name, Func<Stores, Keeper, CancellationToken, Task<Outcome>> run) =>
        new[] { (Keeper.Sqlite, "sqlite"), (Keeper.Postgres, "postgres") }
            .Select(k => new Scenario($"{name}-{k.Item2}", (stores, cancellation) => run(stores, k.Item1, cancellation)));
}
