using System.Diagnostics;
using GridGrains.Bench.FanOut;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Measuring;
using GridGrains.Bench.Redis;
using GridGrains.Testing;

namespace GridGrains.Bench.Day;

/// <summary>How much of a day.</summary>
/// <param name="Scale">1 is the day of a city of 5 million: 220,000 reports of 10 observations.</param>
/// <param name="Displays">Clients that watch totals meanwhile.</param>
/// <param name="Connections">Each has one report under way.</param>
/// <param name="Grids">Size of the city.</param>
internal sealed record DayLoad(double Scale, int Displays, int Connections, int Grids)
{
    /// <summary>500,000 tubes, 1.6 million households, 100,000 shifts, ten to a report.</summary>
    public long Reports => (long)(Scale * 220_000);
}

/// <summary>
/// A whole testing day flat out, with 2,000 displays that watch totals of all levels: until every report is acknowledged and every display shows the right total. GridGrains
/// beside a transaction a report on PostgreSQL and a script a report on Redis, behind the same gateway, each with a plain SignalR hub on top.
/// </summary>
internal static class DayBench
{
    private const string Sqlite = "GridGrains, SQLite";
    private const string Postgres = "GridGrains, PostgreSQL";
    private const string Counter = "PostgreSQL, transaction per report, SignalR";
    private const string Redis = "Redis, appendfsync always, SignalR";
    private static readonly TimeSpan RightWithin = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Looking = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(DayLoad load, int rounds, IReadOnlyCollection<string> only, CancellationToken cancellation)
    {
        var settings = new Dictionary<string, string> { ["Feed__ConnectionsPerToken"] = "100000" };
        List<Contender> contenders =
        [
            Of("SQLite", Sqlite, null, c => LoadedService.OwnAsync(onPostgres: false, load.Grids, null, settings, c)),
            Of("PostgreSQL", Postgres, PostgresServer.Unavailable, c => LoadedService.OwnAsync(onPostgres: true, load.Grids, null, settings, c)),
            Of(PeerKinds.CounterWithHub, Counter, PostgresServer.Unavailable, c => LoadedService.PeerAsync(PeerKinds.CounterWithHub, load.Grids, c)),
            Of(PeerKinds.RedisWithHub, Redis, RedisServer.Unavailable, c => LoadedService.PeerAsync(PeerKinds.RedisWithHub, load.Grids, c)),
        ];
        var findings = await Rounds.RunAsync(contenders, rounds, only, cancellation);
        Comparison[] comparisons =
        [
            new(Postgres, Counter, 3, 10), new(Sqlite, Counter, 3, 10), new(Postgres, Redis, 1, 2), new(Sqlite, Redis, 1, 2),
        ];
        return await Result.KeepAsync(only.Count == 0 ? "day" : null, findings, comparisons, load);

        Contender Of(string key, string name, string? unavailable, Func<CancellationToken, Task<LoadedService>> start) => new(
            key,
            name,
            async c =>
            {
                await using var service = await start(c);
                return await MeasureAsync(name, service, load, c);
            },
            unavailable);
    }

    private static async Task<Row> MeasureAsync(string name, LoadedService service, DayLoad load, CancellationToken cancellation)
    {
        var plan = new LoadPlan(BenchTree.Grids(load.Grids), load.Connections);
        var expected = Expected(plan.Count(load.Reports));
        var watched = Watched(expected, load.Displays);
        await using var audience = await Audience.GatherAsync(
            service.Hub ?? service.Address, service.Token, load.Displays, n => Audience.Watch(BenchCity.Campaign, [watched[n]]), See, 64, cancellation, pause: Looking);

        var connections = Enumerable.Range(0, load.Connections).Select(n => plan.Connect(n, service)).ToList();
        var latencies = new Latencies();
        var (own, cpu, database, started) = (
            Environment.CpuUsage.TotalTime, Usage.SecondsOfTree(service.Process), service.Databases.Sum(Usage.SecondsOfTree), Stopwatch.GetTimestamp());
        await Task.WhenAll(connections.Select(c => Task.Run(() => c.RunAsync(latencies, static () => true, cancellation, load.Reports), cancellation)));
        var acknowledged = Stopwatch.GetElapsedTime(started);
        while (Wrong() is > 0 and var wrong)
        {
            if (Stopwatch.GetElapsedTime(started) - acknowledged > RightWithin)
                throw new InvalidDataException($"{wrong} displays do not show the right total");
            await Task.Delay(Looking, cancellation);
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        own = Environment.CpuUsage.TotalTime - own;
        cpu = Usage.SecondsOfTree(service.Process) - cpu;
        database = service.Databases.Sum(Usage.SecondsOfTree) - database;
        if (await service.TotalAsync(BenchCity.Root, cancellation) is var total && total != expected[BenchCity.Root])
            throw new InvalidDataException($"{expected[BenchCity.Root]} people were acknowledged and {total} are counted");
        return new(name, Math.Round(load.Reports * ReportTemplate.Observations / seconds), "observations/s until all displays were right", new Dictionary<string, double>
        {
            ["secondsUntilAllAreRight"] = Math.Round(seconds, 2),
            ["secondsAfterTheLastReceipt"] = Math.Round(seconds - acknowledged.TotalSeconds, 2),
            ["p99Milliseconds"] = Math.Round(latencies.Percentile(0.99), 1),
            ["pushes"] = audience.Frames,
            ["displaysLost"] = audience.Listeners.Count(l => l.IsClosed),
            ["serviceCores"] = Math.Round(cpu / seconds, 2),
            ["databaseCores"] = Math.Round(database / seconds, 2),
            ["generatorCores"] = Math.Round(own.TotalSeconds / seconds, 2),
            [Comparison.CostDetail] = Math.Round((cpu + database) / (load.Reports * ReportTemplate.Observations) * 1e6, 2),
            ["memoryMiB"] = Usage.AnonymousBytes(service.Process) >> 20,
            ["load"] = Usage.Load,
        });

        int Wrong() => audience.Listeners.Count(l => l.Version != expected[watched[l.Number]]);
    }

    // A wall of the city, of a town or a village, or a phone of a grid, as many of each.
    private static string[] Watched(Dictionary<string, long> expected, int displays)
    {
        var levels = expected.Keys.Order(StringComparer.Ordinal).GroupBy(p => p.Count(c => c == '.')).ToDictionary(g => g.Key, g => g.ToArray());
        int[] depths = [0, 2, 3, 4];
        return [.. Enumerable.Range(0, displays).Select(n => levels[depths[n % depths.Length]] is var places ? places[n / depths.Length % places.Length] : "")];
    }

    private static Dictionary<string, long> Expected(Dictionary<string, long> reports)
    {
        var people = new Dictionary<string, long>();
        foreach (var (grid, count) in reports)
        {
            foreach (var place in BenchCity.PathTo(grid))
                people[place] = people.GetValueOrDefault(place) + (count * ReportTemplate.Observations * ReportTemplate.PeoplePerTube);
        }
        return people;
    }

    // A listener's version is, here, the people it shows.
    private static void See(Listener listener, ReadOnlySpan<byte> message)
    {
        for (int at; (at = message.IndexOf("\"tests.sampled\":"u8)) >= 0;)
        {
            message = message[(at + 16)..];
            if (System.Buffers.Text.Utf8Parser.TryParse(message, out long people, out _))
                listener.Version = people;
        }
    }
}
