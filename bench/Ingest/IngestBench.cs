using System.Diagnostics;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Measuring;
using GridGrains.Bench.Redis;
using GridGrains.Testing;

namespace GridGrains.Bench.Ingest;

/// <summary>
/// Durable observations a second over HTTP in reports of 10, generator, service and database on this machine: GridGrains on SQLite and on PostgreSQL, its peers behind the
/// same gateway, and the limits. After each run the total at the root must be what was acknowledged; otherwise the run is void.
/// </summary>
internal static class IngestBench
{
    private const string Sqlite = "GridGrains, SQLite";
    private const string Postgres = "GridGrains, PostgreSQL";
    private const string KeepsNothing = "GridGrains, journal off";
    private const string Adder = "one thread that adds";

    private static readonly (string Kind, string Name)[] Peers =
    [
        (PeerKinds.StateOfObservation, "Orleans state, written per observation"),
        (PeerKinds.StateOfReport, "Orleans state, written per report"),
        (PeerKinds.Counter, "PostgreSQL, transaction per report"),
        (PeerKinds.Append, "PostgreSQL, append and roll-up every 250 ms"),
        (PeerKinds.RedisAlways, "Redis, appendfsync always"),
        (PeerKinds.RedisEverySecond, "Redis, appendfsync everysec"),
        (PeerKinds.File, "plain file, fdatasync per batch"),
        (PeerKinds.Nothing, "gateway alone"),
        (PeerKinds.Empty, "empty endpoint"),
    ];

    /// <param name="load">How hard and how long.</param>
    /// <param name="rounds">Runs of each contender.</param>
    /// <param name="only">Contenders to run; all if there is none.</param>
    /// <param name="against">Another build's <c>gridgrains.dll</c>, measured in turn with this one.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<int> RunAsync(IngestLoad load, int rounds, IReadOnlyCollection<string> only, string? against, CancellationToken cancellation)
    {
        var contenders = Contenders(load, against);
        var findings = await Rounds.RunAsync(contenders, rounds, only, cancellation);
        // Part of the contenders, or another build's, are for who is at work on this one.
        return await Result.KeepAsync(only.Count == 0 && against is null ? "ingest" : null, findings, Comparisons(against), new
        {
            observationsPerReport = ReportTemplate.Observations,
            load.Connections,
            load.Duration,
            load.Grids,
            postgres = "as initdb makes it, fsync and synchronous_commit on, shared_buffers=64MB; on this machine, over loopback",
            redis = "appendonly yes, no snapshots, no rewriting of its file; one connection, pipelined",
            runtime = "for every service: server GC, a young generation of fixed size, no profiles for the compiler",
        });
    }

    private static List<Contender> Contenders(IngestLoad load, string? against)
    {
        List<Contender> contenders =
        [
            Own("SQLite", Sqlite, load, onPostgres: false, null),
            Own("PostgreSQL", Postgres, load, onPostgres: true, null),
        ];
        if (against is not null)
        {
            contenders.Add(Own("other-SQLite", Other(Sqlite), load, onPostgres: false, against));
            contenders.Add(Own("other-PostgreSQL", Other(Postgres), load, onPostgres: true, against));
        }
        contenders.Add(new("journal-off", KeepsNothing, async cancellation =>
        {
            await using var service = await LoadedService.OwnHostAsync(keepsNothing: true, load.Grids, cancellation);
            return await load.MeasureAsync(KeepsNothing, service, 0, Check.TotalsAndRepeats, cancellation);
        }));
        contenders.AddRange(Peers.Select(peer => new Contender(
            peer.Kind,
            peer.Name,
            async cancellation =>
            {
                await using var service = await LoadedService.PeerAsync(peer.Kind, load.Grids, cancellation);
                return await load.MeasureAsync(peer.Name, service, 0, PeerKinds.Claims(peer.Kind), cancellation);
            },
            PeerKinds.NeedsPostgres(peer.Kind) ? PostgresServer.Unavailable : PeerKinds.RedisSync(peer.Kind) is null ? null : RedisServer.Unavailable)));
        contenders.Add(new("adder", Adder, _ => Task.FromResult(Add(load))));
        return contenders;
    }

    private static Contender Own(string key, string name, IngestLoad load, bool onPostgres, string? program) => new(
        key,
        name,
        async cancellation =>
        {
            await using var service = await LoadedService.OwnAsync(onPostgres, load.Grids, program, null, cancellation);
            return await load.MeasureAsync(name, service, 0, Check.TotalsAndRepeats, cancellation);
        },
        onPostgres ? PostgresServer.Unavailable : null);

    private static string Other(string name) => $"{name}, other build";

    // What is promised: the budgets of rates first.
    private static IEnumerable<Comparison> Comparisons(string? against)
    {
        yield return new(Postgres, null, 60_000, 120_000);
        yield return new(Sqlite, null, 40_000, 80_000);
        yield return new(Postgres, "Orleans state, written per observation", 20, 100);
        yield return new(Postgres, "Orleans state, written per report", 3, 10);
        yield return new(Postgres, "PostgreSQL, transaction per report", 5, 20);
        yield return new(Postgres, "PostgreSQL, append and roll-up every 250 ms", 1.3, 3);
        foreach (var (own, file, fileAim) in new[] { (Sqlite, 0.6, 0.9), (Postgres, 0.35, 0.65) })
        {
            yield return new(own, "Redis, appendfsync always", 1.0, 2.5);
            yield return new(own, "Redis, appendfsync everysec", 0.5, 1.0);
            yield return new(own, "plain file, fdatasync per batch", file, fileAim);
            yield return new(own, KeepsNothing, 0.4, 0.7);
            yield return new(own, "gateway alone", 0.35, 0.7);
            yield return new(own, "empty endpoint");
            yield return new(own, Adder);
            if (against is not null)
                yield return new(own, Other(own));
        }
    }

    // One thread, no network, no text: it finds the five counters of a grid and adds. What any of this costs beside the counting itself.
    private static Row Add(IngestLoad load)
    {
        var grids = BenchTree.Grids(load.Grids);
        var counters = BenchTree.Places(grids).Select((place, n) => (place, n)).ToDictionary(p => p.place, p => p.n);
        var paths = grids.Select(grid => BenchCity.PathTo(grid).Select(place => counters[place]).ToArray()).ToArray();
        var totals = new long[counters.Count];
        var (started, added) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(started) < load.Duration)
        {
            for (var n = 0; n < 1_000_000; n++, added++)
            {
                foreach (var place in paths[added % paths.Length])
                    totals[place] += ReportTemplate.PeoplePerTube;
            }
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (totals[counters[BenchCity.Root]] != added * ReportTemplate.PeoplePerTube)
            throw new InvalidDataException("the adder is wrong");
        return new(Adder, Math.Round(added / seconds), "observations/s", new Dictionary<string, double> { ["seconds"] = Math.Round(seconds, 1) });
    }
}
