using System.Diagnostics;
using GridGrains.Bench.Hosts;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench.Size;

/// <summary>
/// Whether cost grows with what is done and not with the size of the city: observations for a second of the service's CPU, and bytes of its heap for a grid that is awake and
/// for a subject, at several sizes. On SQLite, put together here as <c>serve</c> does, so that its heap can be asked for.
/// </summary>
internal static class SizeBench
{
    public static async Task<int> RunAsync(int connections, TimeSpan duration, int rounds, IReadOnlyList<int> sizes, CancellationToken cancellation)
    {
        var contenders = sizes.Select(grids => new Contender(Name(grids), Name(grids), c => MeasureAsync(grids, connections, duration, c))).ToList();
        var findings = await Rounds.RunAsync(contenders, rounds, [], cancellation);
        var comparisons = sizes.Skip(1).Select(grids => new Comparison(Name(grids), Name(sizes[0]), 0.8));
        return await Result.KeepAsync(sizes.Count == 3 ? "size" : null, findings, comparisons, new { connections, duration, sizes, warmUp = "each grid has reported twice" });
    }

    private static string Name(int grids) => $"{grids} grids";

    private static async Task<Row> MeasureAsync(int grids, int connections, TimeSpan duration, CancellationToken cancellation)
    {
        await using var service = await LoadedService.OwnHostAsync(keepsNothing: false, grids, cancellation);
        var asleep = await service.HeapAsync(cancellation);
        var awake = await WakeAsync(service, grids, connections, cancellation);
        var idle = await service.HeapAsync(cancellation);
        var load = new IngestLoad(connections, duration, grids);
        var measured = await load.MeasureAsync(Name(grids), service, grids, Check.TotalsAndRepeats, cancellation);
        var subjects = await service.TotalAsync(BenchCity.Root, cancellation) / ReportTemplate.PeoplePerTube;
        var full = await service.HeapAsync(cancellation);
        return new(
            Name(grids),
            Math.Round(1e6 / measured.Details[Comparison.CostDetail]),
            "observations per CPU second",
            new Dictionary<string, double>(measured.Details)
            {
                ["observationsPerSecond"] = measured.Value,
                ["heapMiBWithTheTree"] = asleep >> 20,
                ["bytesPerIdleGrid"] = Math.Round((idle - asleep) / (double)awake),
                ["bytesPerSubject"] = Math.Round((full - idle) / (double)subjects),
                ["subjects"] = subjects,
                ["memoryMiB"] = Usage.AnonymousBytes(service.Process) >> 20,
            });
    }

    // A report without observations wakes a grid, and all areas above it.
    private static async Task<int> WakeAsync(LoadedService service, int grids, int connections, CancellationToken cancellation)
    {
        var all = BenchTree.Grids(grids);
        var plan = new LoadPlan(all, connections);
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(n => Task.Run(
            () => plan.Connect(n, service, observations: 0).RunAsync(new Latencies(), static () => false, cancellation, all.Count), cancellation)));
        Console.WriteLine($"{grids} grids are awake after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        return plan.Count(all.Count).Count;
    }
}
