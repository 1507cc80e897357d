using System.Diagnostics;
using System.Globalization;
using System.Net;
using GridGrains.Bench.Peers;

namespace GridGrains.Bench.Ingest;

/// <summary>How hard and how long.</summary>
/// <param name="Connections">Each has one report under way.</param>
/// <param name="Duration">Measured time of each run, after the warm-up.</param>
/// <param name="Rounds">Runs of each contender.</param>
/// <param name="Only">Contenders to run, of SQLite, PostgreSQL and peer; all if there is none.</param>
/// <param name="Against">Another build's <c>gridgrains.dll</c>, measured in turn with this one.</param>
internal sealed record IngestLoad(int Connections, TimeSpan Duration, int Rounds, IReadOnlyList<string> Only, string? Against);

/// <summary>
/// Durable observations a second over HTTP in reports of 10, generator, service and database on this machine: GridGrains on SQLite and on
/// PostgreSQL beside a service on the same web server that does one PostgreSQL transaction a report and updates the counters of
/// every level. After each run the total at the root must be what was acknowledged; otherwise the run is void.
/// </summary>
internal static class IngestBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(IngestLoad load, CancellationToken cancellation)
    {
        List<(string Name, Func<CancellationToken, Task<IContender>> Start)> contenders =
        [
            ("SQLite", c => GridGrainsContender.OnSqliteAsync(null, c)),
            ("PostgreSQL", c => GridGrainsContender.OnPostgresAsync(null, c)),
        ];
        if (load.Against is { } other)
        {
            contenders.Add(("SQLite", c => GridGrainsContender.OnSqliteAsync(other, c)));
            contenders.Add(("PostgreSQL", c => GridGrainsContender.OnPostgresAsync(other, c)));
        }
        contenders.Add(("peer", CounterPeer.StartAsync));
        contenders.RemoveAll(c => load.Only.Count > 0 && !load.Only.Contains(c.Name));
        var rows = new List<Row>();
        for (var round = 0; round < load.Rounds; round++)
        {
            foreach (var (_, start) in round % 2 == 0 ? contenders : Enumerable.Reverse(contenders))
            {
                await using var contender = await start(cancellation);
                rows.Add(await MeasureAsync(contender, load, cancellation));
            }
        }
        // Part of the contenders, or another build's, are for who is at work on this one.
        if (load is { Only.Count: 0, Against: null })
            await Result.KeepAsync("ingest", rows);
        else
            Result.Print(rows);
        return 0;
    }

    private static async Task<Row> MeasureAsync(IContender contender, IngestLoad load, CancellationToken cancellation)
    {
        var leaves = contender.ReportPaths.Select(path => new Func<ReportTemplate>(() => new(path, contender.Token))).ToArray();
        var connections = Enumerable.Range(0, load.Connections)
            .Select(n => new LoadConnection(contender.Address, [.. leaves.Select(make => make())], n, load.Connections)).ToList();
        var latencies = new Latencies();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var measuring = false;
        var running = connections.Select(c => Task.Run(() => c.RunAsync(latencies, () => Volatile.Read(ref measuring), stop.Token), cancellation)).ToList();

        await Task.Delay(WarmUp, cancellation);
        var (before, used, started) = (connections.Sum(c => c.Acknowledged), contender.ProcessorTime, Stopwatch.GetTimestamp());
        Volatile.Write(ref measuring, true);
        await Task.Delay(load.Duration, cancellation);
        Volatile.Write(ref measuring, false);
        var (after, seconds) = (connections.Sum(c => c.Acknowledged), Stopwatch.GetElapsedTime(started).TotalSeconds);
        used = contender.ProcessorTime - used;
        await stop.CancelAsync();
        await Task.WhenAll(running);

        await VerifyAsync(contender, connections.Sum(c => c.Acknowledged), cancellation);
        var observations = (after - before) * (double)ReportTemplate.Observations;
        var rate = observations / seconds;
        var cost = used?.TotalMicroseconds / observations;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{contender.Name}: {rate:N0} observations/s, p50 {latencies.Percentile(0.5):N1} ms, p99 {latencies.Percentile(0.99):N1} ms, {after:N0} reports, service's processor time per observation {cost:N1} us, total verified"));
        var details = new Dictionary<string, double>
        {
            ["p50Milliseconds"] = latencies.Percentile(0.5),
            ["p99Milliseconds"] = latencies.Percentile(0.99),
            ["connections"] = load.Connections,
            ["seconds"] = Math.Round(seconds, 1),
        };
        if (cost is { } microseconds)
            details["processorMicrosecondsPerObservation"] = Math.Round(microseconds, 2);
        return new(contender.Name, Math.Round(rate), "observations/s", details);
    }

    private static async Task VerifyAsync(IContender contender, long reports, CancellationToken cancellation)
    {
        var people = reports * ReportTemplate.Observations * ReportTemplate.PeoplePerTube;
        long total = -1;
        for (var tries = 0; tries < 100 && total != people; tries++)
        {
            total = await contender.TotalAsync(cancellation);
            if (total != people)
                await Task.Delay(100, cancellation);
        }
        if (total != people)
            throw new InvalidDataException($"{contender.Name}: {people} people were acknowledged and {total} are counted; the run is void");
    }
}

/// <summary>A service that takes the benchmark's reports.</summary>
internal interface IContender : IAsyncDisposable
{
    string Name { get; }

    IPEndPoint Address { get; }

    string Token { get; }

    IReadOnlyList<string> ReportPaths { get; }

    /// <summary>What the service has used of the processors; null where it shares the benchmark's process.</summary>
    TimeSpan? ProcessorTime { get; }

    /// <summary>The people sampled in the whole city.</summary>
    Task<long> TotalAsync(CancellationToken cancellation);
}
