using System.Diagnostics;

namespace GridGrains.Bench.Hosts;

/// <summary>This program run again as one of its hidden commands that serve something, killed with this.</summary>
internal sealed class BenchProcess : IAsyncDisposable
{
    /// <summary>How every service here runs: with the garbage collector that <c>gridgrains serve</c> has.</summary>
    private static readonly Dictionary<string, string> Runtime = new() { ["DOTNET_gcServer"] = "1", ["DOTNET_GCDynamicAdaptationMode"] = "0" };

    private BenchProcess(Process process, Uri url)
    {
        Process = process;
        Url = url;
    }

    public Process Process { get; }

    public Uri Url { get; }

    /// <summary>Starts it; ends when it has said where it listens.</summary>
    public static async Task<BenchProcess> StartAsync(
        IEnumerable<string> arguments, CancellationToken cancellation, IReadOnlyDictionary<string, string>? settings = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. Own, .. arguments]) { RedirectStandardOutput = true };
        OwnSockets.LeaveOut(start);
        foreach (var (key, value) in Runtime.Concat(settings ?? new Dictionary<string, string>()))
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        var url = await process.StandardOutput.ReadLineAsync(cancellation)
            ?? throw new InvalidOperationException($"'{string.Join(' ', arguments)}' did not start");
        return new BenchProcess(process, new Uri(url));
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    // Started as `dotnet Bench.dll`, this process is dotnet.
    private static IEnumerable<string> Own =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BenchProcess).Assembly.Location] : [];
}
