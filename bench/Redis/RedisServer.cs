using System.Diagnostics;
using System.Globalization;

namespace GridGrains.Bench.Redis;

/// <summary>A Redis of one's own on a free loopback port, in a temporary folder; killed with this.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(20);

    private readonly string directory;

    private RedisServer(Process process, string directory, int port)
    {
        Process = process;
        this.directory = directory;
        Port = port;
    }

    /// <summary>Why there is none on this machine; null if there is.</summary>
    public static string? Unavailable { get; } = Programs.Find("redis-server") is null ? "redis-server is not installed (Debian: redis-server)" : null;

    public Process Process { get; }

    public int Port { get; }

    /// <param name="sync"><c>always</c> or <c>everysec</c>.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<RedisServer> StartAsync(string sync, CancellationToken cancellation)
    {
        var directory = ServedProcess.NewDirectory();
        var port = ServedProcess.FreePort();
        // No rewriting of the file, which would take a core from it in the middle of a run, and no snapshots.
        string[] arguments =
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory, "--save", "", "--appendonly", "yes",
            "--appendfsync", sync, "--auto-aof-rewrite-percentage", "0", "--daemonize", "no", "--logfile", Path.Combine(directory, "log"),
        ];
        var server = new RedisServer(Process.Start(new ProcessStartInfo(Programs.Find("redis-server")!, arguments))!, directory, port);
        var started = Stopwatch.GetTimestamp();
        while (!await server.AnswersAsync(cancellation))
        {
            if (server.Process.HasExited || Stopwatch.GetElapsedTime(started) > StartWithin)
                throw new InvalidOperationException($"redis-server did not start on port {port}");
            await Task.Delay(20, cancellation);
        }
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = await RedisConnection.OpenAsync(Port, cancellation);
            return await connection.CallAsync("PING") is "PONG";
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or IOException)
        {
            return false;
        }
    }
}
