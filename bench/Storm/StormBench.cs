using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using GridGrains.Bench.FanOut;

namespace GridGrains.Bench.Storm;

/// <summary>
/// All clients lose their connection in the same moment and come back at once: how long until each has a snapshot that is not older than
/// what it had seen, over the same service and over one that was killed and started again. A client that is refused tries again as a
/// wall does.
/// </summary>
internal static class StormBench
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    public static async Task<int> RunAsync(int clients, int rounds, CancellationToken cancellation)
    {
        var load = new PushLoad("storm", clients, 1, EachWatchesAll: false, TimeSpan.FromMilliseconds(100), TimeSpan.Zero, rounds);
        var rows = new List<Row>();
        await using var service = await GridGrainsPusher.StartAsync(load, PushLoad.Runtime, cancellation);
        for (var round = 0; round < rounds; round++)
        {
            await using (await Audience.GatherAsync(service.Address, service.Token, clients, load.WatchOf, null, 64, cancellation))
                await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
            rows.Add(await ReturnAsync("all clients return at once", service, load, cancellation));
        }
        for (var round = 0; round < rounds; round++)
        {
            await service.RestartAsync(cancellation);
            rows.Add(await ReturnAsync("all clients return to a service just started", service, load, cancellation));
        }
        await Result.KeepAsync("storm", rows);
        return 0;
    }

    private static async Task<Row> ReturnAsync(string name, GridGrainsPusher service, PushLoad load, CancellationToken cancellation)
    {
        var seen = service.LastVersion;
        service.Process.Refresh();
        var (began, cpu, attempts) = (Stopwatch.GetTimestamp(), service.Process.TotalProcessorTime, 0);
        var back = new ConcurrentBag<Listener>();
        var readers = new Readers(TimeSpan.FromMilliseconds(2));
        var took = await Task.WhenAll(Enumerable.Range(0, load.Clients).Select(client => Task.Run(ComeBackAsync, cancellation)));
        service.Process.Refresh();
        var used = service.Process.TotalProcessorTime - cpu;
        await readers.DisposeAsync();
        foreach (var listener in back)
            listener.Dispose();
        var row = new Row(name, Math.Round(took.Max(), 2), "seconds until the last has a right snapshot", new Dictionary<string, double>
        {
            ["median"] = Math.Round(took.Order().ElementAt(took.Length / 2), 2),
            ["clients"] = load.Clients,
            ["attempts"] = attempts,
            ["serverCpuSeconds"] = Math.Round(used.TotalSeconds, 2),
            ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
        });
        Console.WriteLine($"{name}: {row.Value.ToString(CultureInfo.InvariantCulture)} s, {attempts} attempts, {row.Details["serverCpuSeconds"].ToString(CultureInfo.InvariantCulture)} CPU s");
        return row;

        async Task<double> ComeBackAsync()
        {
            for (var pause = ShortestPause; ; pause *= 2)
            {
                Interlocked.Increment(ref attempts);
                var listener = new Listener(0, static (listener, message) => listener.Version = Listener.VersionIn(message));
                try
                {
                    await listener.ConnectAsync(service.Address, service.Token, load.WatchOf(0), cancellation);
                    readers.Join(listener);
                    await listener.First.WaitAsync(cancellation);
                    if (listener.Version < seen)
                        throw new InvalidDataException($"version {listener.Version} is older than {seen}; the run is void");
                    back.Add(listener);
                    return Stopwatch.GetElapsedTime(began).TotalSeconds;
                }
                catch (Exception e) when (e is SocketException or IOException)
                {
                    listener.Dispose();
                    await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), cancellation);
                }
            }
        }
    }
}
