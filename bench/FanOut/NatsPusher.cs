using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridGrains.Bench.FanOut;

/// <summary>A nats-server of its own, and a publisher that sends the snapshot of each place once in an interval, in the same bytes. The server's CPU is what counts; the publisher is one of the clients.</summary>
internal sealed class NatsPusher : IPusher
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(20);

    private readonly byte[] beat;
    private readonly TimeSpan interval;

    private NatsPusher(string name, Process process, int port, string snapshot, PushLoad load)
    {
        Name = name;
        Process = process;
        Address = new(IPAddress.Loopback, port);
        interval = load.Interval;
        var message = $$"""{"type":1,"target":"snapshot","arguments":[{{snapshot}}]}""" + (char)Listener.RecordSeparator;
        var bytes = Encoding.UTF8.GetByteCount(message);
        beat = Encoding.UTF8.GetBytes(string.Concat(load.Places.Select(place => $"PUB {place} {bytes}\r\n{message}\r\n")));
    }

    /// <summary>Why there is none on this machine; null if there is.</summary>
    public static string? Unavailable { get; } = Programs.Find("nats-server") is null ? "nats-server is not installed (Debian: nats-server)" : null;

    public string Name { get; }

    public IPEndPoint Address { get; }

    public Process Process { get; }

    public string Token => "none";

    public bool SpeaksNats => true;

    public static async Task<IPusher> StartAsync(string name, string snapshot, PushLoad load, CancellationToken cancellation)
    {
        var port = ServedProcess.FreePort();
        string[] arguments = ["-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-l", "/dev/null"];
        var pusher = new NatsPusher(name, Process.Start(new ProcessStartInfo(Programs.Find("nats-server")!, arguments))!, port, snapshot, load);
        var started = Stopwatch.GetTimestamp();
        while (!await IsThereAsync(pusher.Address, cancellation))
        {
            if (pusher.Process.HasExited || Stopwatch.GetElapsedTime(started) > StartWithin)
                throw new InvalidOperationException($"nats-server did not start on port {port}");
            await Task.Delay(20, cancellation);
        }
        return pusher;
    }

    public async Task ChangeAsync(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Address, stop);
        await socket.SendAsync("CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"u8.ToArray(), stop);
        var answering = AnswerAsync(socket, stop);
        using var timer = new PeriodicTimer(interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
                await socket.SendAsync(beat, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        await answering;
    }

    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    // It pings, and gives up who does not answer.
    private static async Task AnswerAsync(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, stop) is > 0 and var read)
            {
                if (buffer.AsSpan(0, read).IndexOf("PING\r\n"u8) >= 0)
                    await socket.SendAsync("PONG\r\n"u8.ToArray(), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool> IsThereAsync(IPEndPoint server, CancellationToken cancellation)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(server, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
