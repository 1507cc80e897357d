using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace GridGrains.Cli;

/// <summary>One connection to the hub that watches.</summary>
internal sealed class WatchLink : IDisposable
{
    private static readonly byte[] Handshake = Frames.Text("{\"protocol\":\"json\",\"version\":1}"u8);
    private static readonly byte[] Ping = Frames.Text("{\"type\":6}"u8);

    private const int LargestHead = 8 * 1024;

    private readonly Line line;
    private readonly RecordHandler handle;
    private readonly Frames frames = new();
    private readonly Lock sending = new();
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WatchLink(Line line, RecordHandler handle) => (this.line, this.handle) = (line, handle);

    /// <summary>Ends when the connection has.</summary>
    public Task Closed => closed.Task;

    /// <summary>The socket, to look whether something has come; null over TLS, where something may be there that the socket does not know of.</summary>
    public Socket? Socket => line.IsPlain ? line.Socket : null;

    /// <summary>Connects and calls; ends when that is sent.</summary>
    /// <exception cref="IOException">The service does not take it.</exception>
    public static async Task<WatchLink> OpenAsync(Target target, RecordHandler handle, IEnumerable<byte[]> calls, CancellationToken cancellation)
    {
        var line = await Line.OpenAsync(target.Url, cancellation);
        try
        {
            var link = new WatchLink(line, handle);
            await link.UpgradeAsync(target, cancellation);
            if (line.IsPlain)
                line.Socket.Blocking = false;
            link.Send(Handshake);
            foreach (var call in calls)
                link.Send(call);
            return link;
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Reads what is there, once; false if nothing more will come.</summary>
    public bool ReadOnce(bool hasSome)
    {
        if (closed.Task.IsCompleted)
            return false;
        if (!hasSome)
            return true;
        try
        {
            var read = line.Socket.Receive(frames.Room.Span, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return true;
            if (read > 0)
                frames.Take(read, handle);
            if (read > 0 && !frames.IsClosed)
                return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As if it were closed.
        }
        closed.TrySetResult();
        return false;
    }

    /// <summary>Reads on until the connection ends.</summary>
    public async Task ReadAllAsync(CancellationToken cancellation)
    {
        try
        {
            while (!frames.IsClosed && await line.Stream.ReadAsync(frames.Room, cancellation) is > 0 and var read)
                frames.Take(read, handle);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // As if it were closed.
        }
        closed.TrySetResult();
    }

    /// <summary>So that the service does not give it up for being silent.</summary>
    public void SendPing() => Send(Ping);

    /// <summary>Drops the connection as a dead network would.</summary>
    public void Dispose()
    {
        closed.TrySetResult();
        try
        {
            line.Socket.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is gone.
        }
        line.Dispose();
    }

    private async Task UpgradeAsync(Target target, CancellationToken cancellation)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        await line.Stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"GET {target.Hub.PathAndQuery} HTTP/1.1\r\nHost: {target.Url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + $"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"),
            cancellation);
        // Nothing follows before the handshake is sent, so the head is all that comes.
        var head = new byte[LargestHead];
        for (var length = 0; ;)
        {
            var read = await line.Stream.ReadAsync(head.AsMemory(length), cancellation);
            if (read == 0)
                throw new IOException("the service closed the connection");
            length += read;
            if (HttpAnswer.Read(head.AsSpan(0, length)) is not { } answer)
                continue;
            if (answer.Status != 101)
                throw new IOException($"the hub answered with status {answer.Status}");
            return;
        }
    }

    private void Send(ReadOnlySpan<byte> frame)
    {
        lock (sending)
        {
            try
            {
                line.Stream.Write(frame);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Its reader finds out.
            }
        }
    }
}
