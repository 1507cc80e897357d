using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace GridGrains.Bench.FanOut;

/// <summary>A peer, in a process of its own: this program run as <c>push-peer</c>. It changes by itself.</summary>
internal sealed class PeerPusher : IPusher
{
    private readonly string file;

    private PeerPusher(string name, Process process, IPEndPoint address, string file)
    {
        Name = name;
        Process = process;
        Address = address;
        this.file = file;
    }

    public string Name { get; }

    public IPEndPoint Address { get; }

    public Process Process { get; }

    public string Token => "none";

    public long? Changes => null;

    /// <param name="kind"><c>raw</c> or <c>group</c>.</param>
    /// <param name="name">What it is called in the result.</param>
    /// <param name="snapshot">What it pushes: a snapshot as GridGrains writes it.</param>
    /// <param name="load">How much.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<PeerPusher> StartAsync(string kind, string name, string snapshot, PushLoad load, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, snapshot, cancellation);
        string[] arguments =
        [
            "push-peer", kind, "--snapshot", file, "--places", load.PlaceCount.ToString(CultureInfo.InvariantCulture),
            "--all", load.EachWatchesAll.ToString(), "--interval", load.Interval.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
        ];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Own, .. arguments]) { RedirectStandardOutput = true };
        OwnSockets.LeaveOut(start);
        foreach (var (key, value) in PushLoad.Runtime)
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        var url = new Uri(await process.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException($"the peer {kind} did not start"));
        return new PeerPusher(name, process, new(IPAddress.Loopback, url.Port), file);
    }

    public Task ChangeAsync(CancellationToken stop) => Task.Delay(Timeout.InfiniteTimeSpan, stop).ContinueWith(_ => { }, TaskScheduler.Default);

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
        File.Delete(file);
    }

    // Started as `dotnet Bench.dll`, this process is dotnet.
    private static IEnumerable<string> Own =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(PeerPusher).Assembly.Location] : [];
}
