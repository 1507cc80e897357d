using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Bench.FanOut;

/// <summary>
/// Snapshot frames a second to the clients of one service, and the CPU they cost it: GridGrains' feed beside a WebSocket on the same web
/// server that is sent the same bytes, and a hub that awaits a group. Services and clients share this machine.
/// </summary>
internal static class FanOutBench
{
    // Until what runs often has been compiled for good, however slow the machine.
    private const int WarmUpFramesPerClient = 250;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(12);
    private const int ConnectingAtOnce = 64;

    // Frames are counted here and not timed, so clients may look seldom and cost little.
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(IReadOnlyList<PushLoad> loads, IReadOnlyCollection<string> only, CancellationToken cancellation)
    {
        var rows = new List<Row>();
        foreach (var load in loads)
        {
            var snapshot = await SnapshotAsync(load, cancellation);
            (string Name, Func<Task<IPusher>> Start)[] contenders =
            [
                ("gridgrains", async () => await GridGrainsPusher.StartAsync(load, load.Settings, cancellation)),
                ("raw", async () => await PeerPusher.StartAsync("raw", "raw WebSocket", snapshot, load, cancellation)),
                ("group", async () => await PeerPusher.StartAsync("group", "SignalR, awaited group", snapshot, load, cancellation)),
            ];
            contenders = [.. contenders.Where(contender => only.Count == 0 || only.Contains(contender.Name))];
            for (var round = 0; round < load.Rounds; round++)
            {
                foreach (var (_, start) in round % 2 == 0 ? contenders : contenders.Reverse())
                {
                    await using var pusher = await start();
                    rows.Add(await MeasureAsync(pusher, load, snapshot.Length, cancellation));
                }
            }
        }
        Compare(rows);
        if (only.Count == 0)
            await Result.KeepAsync("fan-out", rows);
        return 0;
    }

    private static async Task<string> SnapshotAsync(PushLoad load, CancellationToken cancellation)
    {
        await using var service = await GridGrainsPusher.StartAsync(load, load.Settings, cancellation);
        return await service.SnapshotAsync(load.Places[0], cancellation);
    }

    private static async Task<Row> MeasureAsync(IPusher pusher, PushLoad load, int bytes, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var changing = pusher.ChangeAsync(stop.Token);
        double seconds, cpu, clients;
        double? changed;
        long frames;
        int lost;
        await using (var audience = await Audience.GatherAsync(
            pusher.Address, pusher.Token, load.Clients, load.WatchOf, handler: null, ConnectingAtOnce, cancellation, pause: Reading))
        {
            var warming = Stopwatch.GetTimestamp();
            while (audience.Frames < (long)WarmUpFramesPerClient * load.Clients && Stopwatch.GetElapsedTime(warming) < LongestWarmUp)
                await Task.Delay(100, cancellation);
            var versions = pusher.Changes;
            var (before, cpuBefore, own, started) = (audience.Frames, Cpu(pusher), Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
            await Task.Delay(load.Duration, cancellation);
            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            (frames, cpu, clients) = (audience.Frames - before, (Cpu(pusher) - cpuBefore).TotalSeconds, (Environment.CpuUsage.TotalTime - own).TotalSeconds);
            changed = (pusher.Changes - versions) / seconds;
            lost = audience.Listeners.Count(listener => listener.IsClosed);
            if (lost > 0 && pusher is GridGrainsPusher)
                throw new InvalidDataException($"{pusher.Name} closed {lost} connections; the run is void");
        }
        var changes = await ChangesAloneAsync(pusher, cancellation);
        await stop.CancelAsync();
        await changing;

        var details = new Dictionary<string, double>
        {
            ["serverCpuSecondsPerMillionFrames"] = Math.Round(cpu / frames * 1e6, 2),
            ["withoutTheChangesThemselves"] = Math.Round((cpu - (changes * seconds)) / frames * 1e6, 2),
            ["clientCpuSecondsPerMillionFrames"] = Math.Round(clients / frames * 1e6, 2),
            ["serverCores"] = Math.Round(cpu / seconds, 2),
            ["coresForTheChangesThemselves"] = Math.Round(changes, 2),
            ["clientCores"] = Math.Round(clients / seconds, 2),
            ["clients"] = load.Clients,
            ["connectionsLost"] = lost,
            ["places"] = load.PlaceCount,
            ["placesOfAClient"] = load.EachWatchesAll ? load.PlaceCount : 1,
            ["intervalMilliseconds"] = load.Interval.TotalMilliseconds,
            ["snapshotBytes"] = bytes,
            ["seconds"] = Math.Round(seconds, 1),
            ["load"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture),
        };
        if (changed is { } perSecond)
            details["changesPerSecond"] = Math.Round(perSecond, 1);
        var row = new Row($"{pusher.Name}, {load.Name}", Math.Round(frames / seconds), "frames/s", details);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Contender}: {row.Value:N0} frames/s, {row.Details["serverCpuSecondsPerMillionFrames"]:N2} CPU s per million frames ({row.Details["withoutTheChangesThemselves"]:N2} without the changes; clients {row.Details["clientCpuSecondsPerMillionFrames"]:N2}), {row.Details["serverCores"]:N2} cores, {changed:N0} changes/s"));
        return row;
    }

    // What it costs that places change, with nobody who watches: reports, journal and roll-up, which the peers do not have.
    private static async Task<double> ChangesAloneAsync(IPusher pusher, CancellationToken cancellation)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellation);
        var (before, started) = (Cpu(pusher), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
        return (Cpu(pusher) - before).TotalSeconds / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static TimeSpan Cpu(IPusher pusher)
    {
        pusher.Process.Refresh();
        return pusher.Process.TotalProcessorTime;
    }

    private static void Compare(List<Row> rows)
    {
        foreach (var ofPlaces in rows.GroupBy(row => row.Contender.Split(',', 2)[1]))
        {
            var means = ofPlaces.GroupBy(row => row.Contender.Split(',', 2)[0]).ToDictionary(
                runs => runs.Key,
                runs => (Frames: runs.Average(run => run.Value), Cpu: runs.Average(run => run.Details["withoutTheChangesThemselves"])));
            if (!means.TryGetValue("GridGrains", out var own))
                continue;
            foreach (var (peer, mean) in means.Where(mean => mean.Key != "GridGrains"))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ofPlaces.Key.Trim()}: {own.Frames / mean.Frames:N2} x the frames of {peer}, {own.Cpu / mean.Cpu:N2} x its CPU per frame"));
            }
        }
    }
}
