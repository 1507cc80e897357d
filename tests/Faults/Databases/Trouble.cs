using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>Something that a database can have.</summary>
/// <param name="Name">What, and of which database.</param>
/// <param name="Admit">Makes a service with such a database.</param>
/// <param name="Begin">It begins.</param>
/// <param name="End">It ends.</param>
/// <param name="IsTotal">While it lasts nothing can be committed, so the service must say that it is not ready.</param>
internal sealed record Trouble(
    string Name,
    Func<Stores, CancellationToken, Task<Patient>> Admit,
    Func<Patient, CancellationToken, Task> Begin,
    Func<Patient, CancellationToken, Task> End,
    bool IsTotal = true)
{
    private const int SqliteDisk = 24;
    private const int PostgresDisk = 144;

    /// <summary>All of them.</summary>
    public static ImmutableArray<Trouble> All { get; } =
    [
        OfPostgres("slow-postgres", Now(p => p.Slow()), Now(p => p.HealWay())) with { IsTotal = false },
        OfPostgres("hung-postgres", (p, _) => p.FreezeAsync(), (p, _) => p.ThawAsync()),
        OfPostgres("silent-postgres", Now(p => p.Silence()), Now(p => p.HealWay())),
        OfPostgres("cut-postgres", Now(p => p.Cut()), Now(p => p.HealWay())),
        OfPostgres("killed-postgres", (p, _) => p.KillAsync(), (p, cancellation) => p.ReviveAsync(cancellation)),
        OfPostgres("restarted-postgres", (p, cancellation) => p.RestartAsync(cancellation), (_, _) => Task.CompletedTask) with { IsTotal = false },
        OfPostgres("exhausted-postgres", (p, cancellation) => p.ExhaustAsync(cancellation), (p, _) => p.ReleaseAsync()),
        OfPostgres("terminated-postgres", (p, cancellation) => p.TerminateAgainAndAgainAsync(cancellation), (p, _) => p.EndRepeatingAsync()) with { IsTotal = false },
        OnSmallDisk("full-postgres", Now(p => p.FillDisk())),
        OnSmallDisk("full-log-postgres", (p, cancellation) => p.FillLogAsync(cancellation)),
        OfSqlite("slow-sqlite", Now(p => p.LockFile(forGood: false)), (p, _) => p.EndRepeatingAsync()) with { IsTotal = false },
        OfSqlite("locked-sqlite", Now(p => p.LockFile(forGood: true)), (p, _) => p.EndRepeatingAsync()),
        new("full-sqlite", (stores, cancellation) => Patient.OnSqliteAsync(stores, SqliteDisk, cancellation), Now(p => p.FillDisk()), Now(p => p.ClearDisk())),
    ];

    /// <summary>One of them.</summary>
    public static Trouble Of(string name) => All.Single(t => t.Name == name);

    private static Trouble OfPostgres(string name, Func<Patient, CancellationToken, Task> begin, Func<Patient, CancellationToken, Task> end) =>
        new(name, (_, cancellation) => Patient.OnPostgresAsync(null, cancellation), begin, end);

    private static Trouble OnSmallDisk(string name, Func<Patient, CancellationToken, Task> begin) => new(
        name,
        (_, cancellation) => Patient.OnPostgresAsync(PostgresDisk, cancellation),
        begin,
        async (patient, cancellation) =>
        {
            patient.ClearDisk();
            await patient.ReviveAsync(cancellation);
        });

    private static Trouble OfSqlite(string name, Func<Patient, CancellationToken, Task> begin, Func<Patient, CancellationToken, Task> end) =>
        new(name, (stores, cancellation) => Patient.OnSqliteAsync(stores, null, cancellation), begin, end);

    private static Func<Patient, CancellationToken, Task> Now(Action<Patient> does) => (patient, _) =>
    {
        does(patient);
        return Task.CompletedTask;
    };
}
