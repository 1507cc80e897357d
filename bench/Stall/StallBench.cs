using System.Diagnostics;
using System.Globalization;
using GridGrains.Bench.FanOut;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.Stall;

/// <summary>
/// What clients that stop reading cost the others and the service: the staleness of those that read, from the acknowledgement of a change to
/// its frame, without and with stalled ones; the service's memory for a connection that is idle and for one that is stalled, over time;
/// and whether the stalled are cut. Ten changes a second, as configured.
/// </summary>
internal static class StallBench
{
    private const int Clients = 2000;
    private const int StalledForStaleness = Clients / 20;
    private const int StalledForMemory = Clients / 4;
    private const int ConnectingAtOnce = 64;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    // The buffers of the network between fill first, at 6 KB a second.
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(40);

    public static async Task<int> RunAsync(double minutes, int rounds, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        for (var round = 0; round < rounds; round++)
            rows.Add(await StalenessAsync(cancellation));
        rows.AddRange(await MemoryAsync(TimeSpan.FromMinutes(minutes), cancellation));
        await Result.KeepAsync("stall", rows);
        return 0;
    }

    private static async Task<Row> StalenessAsync(CancellationToken cancellation)
    {
        await using var scene = await Scene.OpenAsync(StalledForStaleness, TimeSpan.FromMinutes(5), [], cancellation);
        var measured = TimeSpan.FromSeconds(20);
        await Task.Delay(Settling * 2, cancellation);
        // Without, with, with, without: what else the machine does then falls on both alike.
        var without = await scene.StalenessAsync(measured, cancellation);
        scene.Stall();
        await Task.Delay(Filling, cancellation);
        var with = await scene.StalenessAsync(measured * 2, cancellation);
        await scene.RecoverAsync(cancellation);
        var after = await scene.StalenessAsync(measured, cancellation);
        var alone = (without.Percentile(0.99) + after.Percentile(0.99)) / 2;
        var row = new Row("staleness of healthy clients, p99, with 5 % stalled", Math.Round(with.Percentile(0.99), 1), "ms", new Dictionary<string, double>
        {
            ["p50"] = Math.Round(with.Percentile(0.5), 1),
            ["p99WithoutBefore"] = Math.Round(without.Percentile(0.99), 1),
            ["p99WithoutAfter"] = Math.Round(after.Percentile(0.99), 1),
            ["p50WithoutBefore"] = Math.Round(without.Percentile(0.5), 1),
            ["p99Ratio"] = Math.Round(with.Percentile(0.99) / alone, 3),
            ["healthyClients"] = Clients - StalledForStaleness,
            ["stalledClients"] = StalledForStaleness,
            ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
        });
        Print(row);
        return row;
    }

    private static async Task<IReadOnlyList<Row>> MemoryAsync(TimeSpan duration, CancellationToken cancellation)
    {
        // So that garbage that waits to be collected is not taken for memory in use.
        await using var scene = await Scene.OpenAsync(StalledForMemory, duration, new() { ["DOTNET_GCgen0size"] = "0x400000" }, cancellation);
        await Task.Delay(Settling * 2, cancellation);
        var before = await scene.MemoryAsync(cancellation);
        scene.Stall();
        await Task.Delay(Filling, cancellation);
        var perClient = new List<double>();
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < duration - Filling / 2 || perClient.Count < 2)
        {
            await Task.Delay(Settling, cancellation);
            if (scene.CutAmongStalled > 0)
                break;
            perClient.Add((await scene.MemoryAsync(cancellation) - before) / 1024.0 / StalledForMemory);
        }
        while (scene.CutAmongStalled < StalledForMemory && Stopwatch.GetElapsedTime(began) < duration + (Filling * 3))
            await Task.Delay(500, cancellation);
        var third = Math.Max(1, perClient.Count / 3);
        Row[] rows =
        [
            new("memory per idle connection", Math.Round(scene.IdleBytes / 1024.0, 1), "KiB", new Dictionary<string, double> { ["connections"] = Clients }),
            new("memory per stalled client", Math.Round(perClient.Order().ElementAt(perClient.Count / 2), 1), "KiB beside an idle connection's", new Dictionary<string, double>
            {
                ["firstThird"] = Math.Round(perClient.Take(third).Average(), 1),
                ["lastThird"] = Math.Round(perClient.TakeLast(third).Average(), 1),
                ["samples"] = perClient.Count,
                ["stalledClients"] = StalledForMemory,
                ["minutes"] = Math.Round(duration.TotalMinutes, 1),
                ["cutAfterTheLimit"] = scene.CutAmongStalled,
                ["healthyClientsLost"] = scene.HealthyLost,
                ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
            }),
        ];
        foreach (var row in rows)
            Print(row);
        return rows;
    }

    private static void Print(Row row) => Console.WriteLine(
        $"{row.Contender}: {row.Value.ToString(CultureInfo.InvariantCulture)} {row.Unit}; "
        + string.Join(", ", row.Details.Select(d => $"{d.Key} {d.Value.ToString(CultureInfo.InvariantCulture)}")));

    /// <summary>A service with its clients, of which the first so many can be stalled.</summary>
    private sealed class Scene : IAsyncDisposable
    {
        private static readonly PushLoad Load = new("stall", Clients, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(100), TimeSpan.Zero, 1);

        private readonly CancellationTokenSource ending = new();
        private readonly long[] acknowledged = new long[1_000_000];
        private readonly GridGrainsPusher service;
        private readonly int stallable;
        private Audience audience = null!;
        private Task changing = Task.CompletedTask;
        private volatile Latencies? latencies;

        private Scene(GridGrainsPusher service, int stallable)
        {
            this.service = service;
            this.stallable = stallable;
        }

        public double IdleBytes { get; private set; }

        // As the system sees the service's end: a client that does not read does not hear of it.
        public int CutAmongStalled => Clients - EstablishedAt(service.Address.Port);

        public int HealthyLost => audience.Listeners.Skip(stallable).Count(listener => listener.IsClosed);

        public static async Task<Scene> OpenAsync(int stallable, TimeSpan limit, Dictionary<string, string> runtime, CancellationToken cancellation)
        {
            var settings = new Dictionary<string, string>(PushLoad.Runtime) { ["Feed__StallLimit"] = limit.ToString("c", CultureInfo.InvariantCulture) };
            foreach (var (key, value) in runtime)
                settings[key] = value;
            var scene = new Scene(await GridGrainsPusher.StartAsync(Load, settings, cancellation, changesAtOnce: 1), stallable);
            await scene.ConnectAsync(cancellation);
            return scene;
        }

        public void Stall()
        {
            foreach (var listener in audience.Listeners.Take(stallable))
                listener.Pause();
        }

        public async Task RecoverAsync(CancellationToken cancellation)
        {
            foreach (var listener in audience.Listeners.Take(stallable))
                audience.Resume(listener);
            await Task.Delay(Settling, cancellation);
        }

        public async Task<Latencies> StalenessAsync(TimeSpan duration, CancellationToken cancellation)
        {
            var measured = latencies = new Latencies();
            await Task.Delay(duration, cancellation);
            latencies = null;
            return measured;
        }

        /// <summary>The least of a few seconds: what is in use and not garbage.</summary>
        public async Task<double> MemoryAsync(CancellationToken cancellation)
        {
            var least = double.MaxValue;
            for (var i = 0; i < 10; i++)
            {
                await Task.Delay(500, cancellation);
                var kilobytes = File.ReadLines($"/proc/{service.Process.Id}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
                least = Math.Min(least, double.Parse(kilobytes.AsSpan(8, kilobytes.Length - 10), NumberStyles.Number, CultureInfo.InvariantCulture) * 1024);
            }
            return least;
        }

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync();
            await changing;
            await audience.DisposeAsync();
            await service.DisposeAsync();
            ending.Dispose();
        }

        private static int EstablishedAt(int port)
        {
            var local = string.Create(CultureInfo.InvariantCulture, $":{port:X4} ");
            return File.ReadLines("/proc/net/tcp").Count(line => line.AsSpan(6, 16).Contains(local, StringComparison.Ordinal) && line.AsSpan(34, 2) is "01") - 1;
        }

        private async Task ConnectAsync(CancellationToken cancellation)
        {
            service.Acknowledged = version => Volatile.Write(ref acknowledged[version], Stopwatch.GetTimestamp());
            changing = service.ChangeAsync(ending.Token);
            // Once through everything, so that what is made once is not counted.
            await using (await Audience.GatherAsync(service.Address, service.Token, Clients / 4, Load.WatchOf, null, ConnectingAtOnce, cancellation))
                await Task.Delay(Settling, cancellation);
            await Task.Delay(Settling, cancellation);
            var without = await MemoryAsync(cancellation);
            audience = await Audience.GatherAsync(
                service.Address, service.Token, Clients, _ => "", OnMessage, ConnectingAtOnce, cancellation, client => client < stallable);
            await Task.Delay(Settling, cancellation);
            IdleBytes = (await MemoryAsync(cancellation) - without) / Clients;
            foreach (var listener in audience.Listeners)
                listener.Call(Load.WatchOf(listener.Number));
        }

        private void OnMessage(Listener listener, ReadOnlySpan<byte> message)
        {
            var now = Stopwatch.GetTimestamp();
            var version = Listener.VersionIn(message);
            if (latencies is { } measured && listener.Number >= stallable && listener.Version > 0)
            {
                for (var newer = listener.Version + 1; newer <= version; newer++)
                {
                    // A frame may be here before the acknowledgement.
                    var at = Volatile.Read(ref acknowledged[newer]);
                    measured.Add(at == 0 || at > now ? TimeSpan.Zero : Stopwatch.GetElapsedTime(at, now));
                }
            }
            listener.Version = Math.Max(version, listener.Version);
        }
    }
}
