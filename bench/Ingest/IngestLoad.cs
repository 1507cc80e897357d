using System.Diagnostics;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench.Ingest;

/// <summary>What a service is to get right after a run.</summary>
internal enum Check
{
    /// <summary>It counts nothing.</summary>
    Nothing,

    /// <summary>Its total is what was acknowledged.</summary>
    Totals,

    /// <summary>And a report that comes twice is counted once.</summary>
    TotalsAndRepeats,
}

/// <summary>How hard and how long.</summary>
/// <param name="Connections">Each has one report under way.</param>
/// <param name="Duration">Measured time of each run, after the warm-up.</param>
/// <param name="Grids">Size of the city.</param>
internal sealed record IngestLoad(int Connections, TimeSpan Duration, int Grids = 1_000)
{
    // Until what runs often has been compiled for good.
    private const long WarmUpReports = 20_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan RightWithin = TimeSpan.FromSeconds(60);

    /// <summary>Loads a service flat out and measures it; then its total must be what was acknowledged.</summary>
    /// <param name="name">What it is called in the result.</param>
    /// <param name="service">The service.</param>
    /// <param name="first">How many reports it is to have before anything is measured, however long that takes.</param>
    /// <param name="check">What it claims to count.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task<Row> MeasureAsync(string name, LoadedService service, long first, Check check, CancellationToken cancellation)
    {
        var plan = new LoadPlan(BenchTree.Grids(Grids), Connections);
        var connections = Enumerable.Range(0, Connections).Select(n => plan.Connect(n, service)).ToList();
        var latencies = new Latencies();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var measuring = false;
        var running = connections.Select(c => Task.Run(() => c.RunAsync(latencies, () => Volatile.Read(ref measuring), stop.Token), cancellation)).ToList();
        var warming = Stopwatch.GetTimestamp();
        await Task.Delay(WarmUp, cancellation);
        while (running.TrueForAll(r => !r.IsFaulted) && connections.Sum(c => c.Acknowledged) is var taken
            && (taken < first || (taken < WarmUpReports && Stopwatch.GetElapsedTime(warming) < LongestWarmUp)))
            await Task.Delay(100, cancellation);

        await using var syncs = Syncs.Begin(Syncs.WithChildren([service.Process, .. service.Databases]));
        var (before, own, cpu, database, started) = (
            connections.Sum(c => c.Acknowledged), Environment.CpuUsage.TotalTime, Usage.SecondsOfTree(service.Process), service.Databases.Sum(Usage.SecondsOfTree), Stopwatch.GetTimestamp());
        Volatile.Write(ref measuring, true);
        await Task.Delay(Duration, cancellation);
        Volatile.Write(ref measuring, false);
        var (reports, seconds) = (connections.Sum(c => c.Acknowledged) - before, Stopwatch.GetElapsedTime(started).TotalSeconds);
        own = Environment.CpuUsage.TotalTime - own;
        cpu = Usage.SecondsOfTree(service.Process) - cpu;
        database = service.Databases.Sum(Usage.SecondsOfTree) - database;
        var synced = await syncs.EndAsync();
        var syncedWhile = connections.Sum(c => c.Acknowledged) - before;
        await stop.CancelAsync();
        await Task.WhenAll(running);
        if (check == Check.TotalsAndRepeats)
            await connections[0].RepeatAsync();
        if (check != Check.Nothing)
            await VerifyAsync(service, connections.Sum(c => c.Acknowledged), cancellation);

        var observations = reports * (double)ReportTemplate.Observations;
        var details = new Dictionary<string, double>
        {
            ["p50Milliseconds"] = Math.Round(latencies.Percentile(0.5), 1),
            ["p99Milliseconds"] = Math.Round(latencies.Percentile(0.99), 1),
            ["serviceCores"] = Math.Round(cpu / seconds, 2),
            ["databaseCores"] = Math.Round(database / seconds, 2),
            ["generatorCores"] = Math.Round(own.TotalSeconds / seconds, 2),
            [Comparison.CostDetail] = Math.Round((cpu + database) / observations * 1e6, 2),
            ["connections"] = Connections,
            ["seconds"] = Math.Round(seconds, 1),
            ["load"] = Usage.Load,
        };
        if (synced is { } calls)
            details["syncsPerThousandReports"] = Math.Round(calls * 1000.0 / syncedWhile, 2);
        return new(name, Math.Round(observations / seconds), "observations/s", details);
    }

    private static async Task VerifyAsync(LoadedService service, long reports, CancellationToken cancellation)
    {
        var people = reports * ReportTemplate.Observations * ReportTemplate.PeoplePerTube;
        var started = Stopwatch.GetTimestamp();
        long total;
        while ((total = await service.TotalAsync(BenchCity.Root, cancellation)) != people)
        {
            if (Stopwatch.GetElapsedTime(started) > RightWithin)
                throw new InvalidDataException($"{people} people were acknowledged and {total} are counted");
            await Task.Delay(100, cancellation);
        }
    }
}
