using System.Diagnostics;
using System.Globalization;
using GridGrains.Bench.Measuring;

namespace GridGrains.Bench.FanOut;

/// <summary>
/// Snapshot frames a second to the clients of one service, and the CPU they cost it: GridGrains' feed beside a WebSocket on the same web
/// server that is sent the same bytes, a hub that awaits a group, and NATS. Services and clients share this machine.
/// </summary>
internal static class FanOutBench
{
    private const string Own = "GridGrains";
    private const string Raw = "raw WebSocket";
    private const string Group = "SignalR awaited group";
    private const string Nats = "NATS";

    // Until what runs often has been compiled for good, however slow the machine.
    private const int WarmUpFramesPerClient = 250;
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(12);
    private const int ConnectingAtOnce = 64;

    // Frames are counted here and not timed, so clients may look seldom and cost little.
    private static readonly TimeSpan Reading = TimeSpan.FromMilliseconds(10);

    public static async Task<int> RunAsync(IReadOnlyList<PushLoad> loads, IReadOnlyCollection<string> only, CancellationToken cancellation)
    {
        var findings = new Findings();
        foreach (var load in loads)
        {
            var snapshot = await SnapshotAsync(load, cancellation);
            Contender[] contenders =
            [
                Of("gridgrains", Own, async c => await GridGrainsPusher.StartAsync(load, load.Settings, c)),
                Of("raw", Raw, async c => await PeerPusher.StartAsync("raw", Raw, snapshot, load, c)),
                Of("group", Group, async c => await PeerPusher.StartAsync("group", Group, snapshot, load, c)),
                Of("nats", Nats, async c => await NatsPusher.StartAsync(Nats, snapshot, load, c), NatsPusher.Unavailable),
            ];
            findings.Add(await Rounds.RunAsync(contenders, load.Rounds, only, cancellation));

            Contender Of(string key, string name, Func<CancellationToken, Task<IPusher>> start, string? unavailable = null) => new(
                key,
                $"{name}, {load.Name}",
                async c =>
                {
                    await using var pusher = await start(c);
                    return await MeasureAsync(pusher, load, snapshot.Length, c);
                },
                unavailable);
        }
        CompareCpu(findings.Runs);
        var comparisons = loads.SelectMany(load => new Comparison[]
        {
            new($"{Own}, {load.Name}", $"{Raw}, {load.Name}", 0.6, 0.9),
            new($"{Own}, {load.Name}", $"{Group}, {load.Name}"),
            new($"{Own}, {load.Name}", $"{Nats}, {load.Name}"),
        });
        return await Result.KeepAsync(only.Count == 0 ? "fan-out" : null, findings, comparisons, new { loads, runtime = PushLoad.Runtime, reading = Reading });
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
        string WatchOf(int client) => pusher.SpeaksNats ? Listener.Subscribe(load.PlacesOf(client)) : load.WatchOf(client);
        await using (var audience = await Audience.GatherAsync(
            pusher.Address, pusher.Token, load.Clients, WatchOf, handler: null, ConnectingAtOnce, cancellation, pause: Reading, speaksNats: pusher.SpeaksNats))
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
        return new Row($"{pusher.Name}, {load.Name}", Math.Round(frames / seconds), "frames/s", details);
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

    private static void CompareCpu(List<Row> rows)
    {
        foreach (var ofPlaces in rows.GroupBy(row => row.Contender.Split(',', 2)[1]))
        {
            var means = ofPlaces.GroupBy(row => row.Contender.Split(',', 2)[0]).ToDictionary(
                runs => runs.Key,
                runs => Comparison.Median([.. runs.Select(run => run.Details["withoutTheChangesThemselves"]).Order()]));
            if (!means.TryGetValue(Own, out var own))
                continue;
            foreach (var (peer, cpu) in means.Where(mean => mean.Key != Own))
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ofPlaces.Key.Trim()}: {own / cpu:N2} x the CPU for a frame of {peer}"));
        }
    }
}
