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
    ];

    private static IEnumerable<Scenario> Both(string name, Func<Stores, Keeper, CancellationToken, Task<Outcome>> run) =>
        new[] { (Keeper.Sqlite, "sqlite"), (Keeper.Postgres, "postgres") }
            .Select(k => new Scenario($"{name}-{k.Item2}", (stores, cancellation) => run(stores, k.Item1, cancellation)));
}
