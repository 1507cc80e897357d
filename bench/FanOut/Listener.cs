using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridGrains.Bench.FanOut;

/// <summary>Gets each message of a listener, on the thread that read it.</summary>
internal delegate void MessageHandler(Listener listener, ReadOnlySpan<byte> message);

/// <summary>
/// One WebSocket of a client of the hub, from the socket up: it parses frames in place and counts the records in them, so that 2,000 of
/// them take little of the two cores. The same for every contender.
/// </summary>
internal sealed partial class Listener(int number, MessageHandler? handler) : IDisposable
{
    public const byte RecordSeparator = 0x1e;

    // Shorter records are pings and the answer to the handshake.
    private const int LeastPush = 20;

    // TCP_MAXSEG of Linux.
    private const int TcpLevel = 6;
    private const int MaximumSegment = 2;

    private static readonly byte[] Handshake = [.. "{\"protocol\":\"json\",\"version\":1}"u8, RecordSeparator];
    private static readonly byte[] Ping = [.. "{\"type\":6}"u8, RecordSeparator];

    private readonly Lock sending = new();
    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? socket;
    private byte[] buffer = new byte[8 * 1024];
    private int length;
    private long frames;
    private volatile bool paused = true;
    private volatile bool isClosed;

    public int Number { get; } = number;

    /// <summary>Records of the service, pings left out.</summary>
    public long Frames => Volatile.Read(ref frames);

    /// <summary>Ends with the first record that is no ping: what the watch was answered.</summary>
    public Task First => first.Task;

    /// <summary>Whether the service ended the connection.</summary>
    public bool IsClosed
    {
        get => isClosed;
        private set => isClosed = value;
    }

    /// <summary>The newest version that its handler saw.</summary>
    public long Version { get; set; }

    /// <summary>The version that a snapshot says; 0 if it is none.</summary>
    public static long VersionIn(ReadOnlySpan<byte> message)
    {
        var at = message.IndexOf("\"version\":"u8);
        return at >= 0 && Utf8Parser.TryParse(message[(at + 10)..], out long version, out _) ? version : 0;
    }

    /// <summary>Whether it has the small buffers of a phone's network, not the megabytes of a loopback in which a stall would not show for minutes.</summary>
    public bool IsFarAway { get; init; }

    /// <summary>Connects and asks for places; ends when the hub's calls are sent.</summary>
    public async Task ConnectAsync(IPEndPoint server, string token, string watch, CancellationToken cancellation)
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (IsFarAway)
        {
            socket.ReceiveBufferSize = 4096;
            socket.SetRawSocketOption(TcpLevel, MaximumSegment, BitConverter.GetBytes(1400));
        }
        await socket.ConnectAsync(server, cancellation);
        if (SpeaksNats)
        {
            socket.Blocking = false;
            SendBytes([.. NatsConnect, .. Encoding.ASCII.GetBytes(watch)]);
            return;
        }
        var upgrade = $"GET /hub?access_token={token} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(upgrade), SocketFlags.None, cancellation);
        await ReadUpgradeAsync(cancellation);
        socket.Blocking = false;
        Send(Handshake);
        Call(watch);
    }

    /// <summary>Calls the hub.</summary>
    public void Call(string invocation)
    {
        if (invocation.Length > 0)
            Send([.. Encoding.UTF8.GetBytes(invocation), RecordSeparator]);
    }

    /// <summary>Whether it is still to be read for.</summary>
    public bool IsReading => !paused && !IsClosed;

    /// <summary>The descriptor of its socket.</summary>
    public int Handle => (int)socket!.SafeHandle.DangerousGetHandle();

    /// <summary>From now on it is read for, beginning with what came along with the answer to the upgrade.</summary>
    public void Join()
    {
        paused = false;
        Parse();
    }

    /// <summary>Reads what is there, once; false if it is not to be read for any more.</summary>
    public bool ReadOnce()
    {
        if (!IsReading)
            return false;
        if (length == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        int read;
        try
        {
            read = socket!.Receive(buffer.AsSpan(length), SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
                return true;
        }
        catch (ObjectDisposedException)
        {
            read = 0;
        }
        length += read;
        if (read > 0)
            Parse();
        else
            IsClosed = true;
        if (IsClosed)
            first.TrySetException(new IOException("the service closed the connection"));
        return IsReading;
    }

    /// <summary>Reads nothing after the next message, as a phone in a lift does.</summary>
    public void Pause() => paused = true;

    /// <summary>So that the service does not give it up for being silent.</summary>
    public void SendPing()
    {
        if (SpeaksNats)
            SendBytes(NatsPing);
        else
            Send(Ping);
    }

    /// <summary>Drops the connection as a dead network would.</summary>
    public void Dispose()
    {
        if (socket is null)
            return;
        socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }

    private async Task ReadUpgradeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var read = await socket!.ReceiveAsync(buffer.AsMemory(length), SocketFlags.None, cancellation);
            if (read == 0)
                throw new IOException("the service closed the connection");
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                continue;
            if (!buffer.AsSpan().StartsWith("HTTP/1.1 101"u8))
                throw new InvalidDataException(Encoding.UTF8.GetString(buffer, 0, length));
            Take(end + 4);
            return;
        }
    }

    // A mask of zeros leaves the bytes as they are.
    private void Send(ReadOnlySpan<byte> record)
    {
        Span<byte> frame = stackalloc byte[record.Length + 8];
        frame[0] = 0x81;
        var head = 2;
        if (record.Length < 126)
            frame[1] = (byte)(0x80 | record.Length);
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame[2..], (ushort)record.Length);
            head = 4;
        }
        frame.Slice(head, 4).Clear();
        record.CopyTo(frame[(head + 4)..]);
        SendBytes(frame[..(head + 4 + record.Length)]);
    }

    private void SendBytes(ReadOnlySpan<byte> bytes)
    {
        lock (sending)
        {
            try
            {
                socket?.Send(bytes);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Its reader finds out.
            }
        }
    }

    private void Parse()
    {
        if (SpeaksNats)
        {
            ParseNats();
            return;
        }
        var at = 0;
        while (TryFrame(buffer.AsSpan(at, length - at), out var head, out var size))
        {
            var payload = buffer.AsSpan(at + head, size);
            if ((buffer[at] & 0x0f) == 8)
                IsClosed = true;
            else if (size >= LeastPush)
            {
                Volatile.Write(ref frames, frames + payload.Count(RecordSeparator));
                handler?.Invoke(this, payload);
                first.TrySetResult();
            }
            at += head + size;
        }
        Take(at);
    }

    private void Take(int bytes)
    {
        buffer.AsSpan(bytes, length - bytes).CopyTo(buffer);
        length -= bytes;
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int head, out int size)
    {
        (head, size) = (2, 0);
        if (bytes.Length < 2)
            return false;
        size = bytes[1] & 0x7f;
        if (size == 126)
        {
            if (bytes.Length < (head = 4))
                return false;
            size = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (size == 127)
        {
            if (bytes.Length < (head = 10))
                return false;
            size = (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]);
        }
        return bytes.Length >= head + size;
    }
}
