using System.Net.WebSockets;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>A connection to the hub that carries a report at a time, as a phone's does. It is opened when it is needed.</summary>
internal sealed class HubLane(Target target, TimeProvider time) : IDisposable
{
    private const byte RecordSeparator = 0x1e;
    private static readonly byte[] Handshake = [.. "{\"protocol\":\"json\",\"version\":1}"u8, RecordSeparator];

    // The service gives up a client that is silent for 30 s.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    private readonly byte[] answer = new byte[16 * 1024];
    private ClientWebSocket? socket;
    private long lastCall;
    private int calls;

    /// <summary>The number of the next call.</summary>
    public int NextCall => calls + 1;

    /// <summary>Opens it, or anew where it has been silent for long, so that the next call finds it open.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        if (socket is not null && time.GetElapsedTime(lastCall) > LongestSilence)
            Dispose();
        socket ??= await ConnectAsync(cancellation);
        lastCall = time.GetTimestamp();
    }

    /// <summary>Sends a report, which <see cref="NextCall"/> is the number of.</summary>
    /// <exception cref="IOException">No answer came.</exception>
    public async Task<Outcome> ReportAsync(ReadOnlyMemory<byte> call, CancellationToken cancellation)
    {
        try
        {
            socket ??= await ConnectAsync(cancellation);
            lastCall = time.GetTimestamp();
            calls++;
            await socket.SendAsync(call, WebSocketMessageType.Text, endOfMessage: true, cancellation);
            while (true)
            {
                var length = await ReadAsync(socket, cancellation);
                if (OutcomeIn(answer.AsMemory(0, length)) is { } outcome)
                    return outcome;
            }
        }
        catch (Exception e)
        {
            Dispose();
            if (e is WebSocketException or JsonException or InvalidDataException)
                throw new IOException(e.Message, e);
            throw;
        }
    }

    public void Dispose()
    {
        socket?.Abort();
        socket?.Dispose();
        socket = null;
    }

    private async Task<ClientWebSocket> ConnectAsync(CancellationToken cancellation)
    {
        var opened = new ClientWebSocket();
        try
        {
            opened.Options.KeepAliveInterval = TimeSpan.Zero;
            await opened.ConnectAsync(target.Hub, cancellation);
            await opened.SendAsync(Handshake, WebSocketMessageType.Text, endOfMessage: true, cancellation);
            await ReadAsync(opened, cancellation);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private async Task<int> ReadAsync(ClientWebSocket from, CancellationToken cancellation)
    {
        for (var length = 0; ;)
        {
            if (length == answer.Length)
                throw new InvalidDataException("the hub's answer is too long");
            var read = await from.ReceiveAsync(answer.AsMemory(length), cancellation);
            if (read.MessageType == WebSocketMessageType.Close)
                throw new IOException("the hub closed the connection");
            length += read.Count;
            if (length > 0 && answer[length - 1] == RecordSeparator)
                return length;
        }
    }

    // Several records may have come at once; pings are among them.
    private static Outcome? OutcomeIn(ReadOnlyMemory<byte> records)
    {
        while (records.Length > 0)
        {
            var end = records.Span.IndexOf(RecordSeparator);
            var record = records[..end];
            records = records[(end + 1)..];
            if (record.Span.IndexOf("\"type\":3"u8) < 0)
            {
                if (record.Span.IndexOf("\"type\":7"u8) >= 0)
                    throw new IOException("the hub closed the connection");
                continue;
            }
            using var document = JsonDocument.Parse(record);
            return document.RootElement.TryGetProperty("error", out var error)
                ? Receipts.Refusal(error.GetString()!)
                : Receipts.One(200, record.Span);
        }
        return null;
    }
}
