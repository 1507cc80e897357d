using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace GridGrains.Testing;

/// <summary>
/// One connection to <c>/hub</c> in SignalR's JSON protocol over a WebSocket, written from the protocol's description. Messages are handed on in
/// the order they arrive, an answer before what follows it.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;

    // The service gives up a client that is silent for 30 s.
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);
    private static readonly byte[] Handshake = [.. "{\"protocol\":\"json\",\"version\":1}"u8, RecordSeparator];
    private static readonly byte[] Ping = [.. "{\"type\":6}"u8, RecordSeparator];

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> calls = new();
    private readonly ConcurrentDictionary<string, Action<JsonElement>> handlers = new();
    private readonly CancellationTokenSource closing = new();
    private readonly TimeProvider time;
    private Task running = Task.CompletedTask;
    private int lastCall;

    private HubClient(TimeProvider time) => this.time = time;

    /// <summary>Ends when the connection has; it tells why by what the service said last, or is null.</summary>
    public Task<string?> Closed { get; private set; } = Task.FromResult<string?>(null);

    /// <summary>Connects, with handlers in place before the first message can come.</summary>
    /// <param name="service">Address of the service, as in <c>http://127.0.0.1:5080</c>.</param>
    /// <param name="token">The token, if any.</param>
    /// <param name="configure">Sets handlers by <see cref="On"/>.</param>
    /// <param name="origin">What a browser would say whose page it is.</param>
    /// <param name="time">The clock of the pings.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="WebSocketException">The service refused; the message has the HTTP status.</exception>
    public static async Task<HubClient> ConnectAsync(
        Uri service, string? token, Action<HubClient>? configure = null, string? origin = null, TimeProvider? time = null,
        CancellationToken cancellation = default)
    {
        var client = new HubClient(time ?? TimeProvider.System);
        try
        {
            configure?.Invoke(client);
            if (origin is not null)
                client.socket.Options.SetRequestHeader("Origin", origin);
            await client.socket.ConnectAsync(HubAddress(service, token), cancellation);
            await client.SendBytesAsync(Handshake, cancellation);
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            client.Closed = client.ReceiveAsync(started);
            client.running = client.PingAsync();
            await started.Task.WaitAsync(cancellation);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>Handles the service's calls of a method with one argument, one after another and before the next message is read.</summary>
    public void On(string method, Action<JsonElement> handler) => handlers[method] = handler;

    /// <summary>Calls a method of the hub.</summary>
    /// <exception cref="HubRefusedException">The hub said no.</exception>
    /// <exception cref="IOException">The connection ended before the answer.</exception>
    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref lastCall).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls[id] = answer;
        await SendBytesAsync(Invocation(id, method, arguments), closing.Token);
        if (Closed.IsCompleted)
            FailCalls();
        return await answer.Task;
    }

    /// <summary>Watches places; the snapshots in the order asked.</summary>
    public async Task<JsonElement[]> WatchAsync(string campaign, params string[] places) =>
        [.. (await InvokeAsync("Watch", campaign, places)).EnumerateArray()];

    /// <summary>Watches no longer.</summary>
    public Task UnwatchAsync(string campaign, params string[] places) => InvokeAsync("Unwatch", campaign, places);

    /// <summary>Watches the tree below a place; all of it.</summary>
    public Task<JsonElement> WatchTreeAsync(string campaign, string root, int depth, params string[] counts) =>
        InvokeAsync("WatchTree", campaign, root, counts, depth);

    /// <summary>Reports to a leaf; the receipt.</summary>
    public Task<JsonElement> ReportAsync(string campaign, string place, object report) => InvokeAsync("Report", campaign, place, report);

    /// <summary>Calls a method of the hub and asks for no answer.</summary>
    public Task SendAsync(string method, params object?[] arguments) => SendBytesAsync(Invocation(null, method, arguments), closing.Token);

    /// <summary>Sends bytes as they are, to see what the service makes of them.</summary>
    public async Task SendBytesAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellation);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Drops the connection as a dead network would.</summary>
    public void Abort() => socket.Abort();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        socket.Abort();
        await Task.WhenAll(running, Closed);
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    private static Uri HubAddress(Uri service, string? token) => new UriBuilder(service)
    {
        Scheme = service.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = "/hub",
        Query = token is null ? "" : $"access_token={Uri.EscapeDataString(token)}",
    }.Uri;

    private static byte[] Invocation(string? id, string method, object?[] arguments)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("type"u8, 1);
            if (id is not null)
                json.WriteString("invocationId"u8, id);
            json.WriteString("target"u8, method);
            json.WritePropertyName("arguments"u8);
            JsonSerializer.Serialize(json, arguments, JsonSerializerOptions.Web);
            json.WriteEndObject();
        }
        return [.. buffer.WrittenSpan, RecordSeparator];
    }

    private async Task<string?> ReceiveAsync(TaskCompletionSource started)
    {
        string? why = null;
        try
        {
            var buffer = new byte[64 * 1024];
            var length = 0;
            while (true)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), closing.Token);
                if (received.MessageType == WebSocketMessageType.Close)
                    break;
                length += received.Count;
                var read = 0;
                for (int end; (end = buffer.AsSpan(read, length - read).IndexOf(RecordSeparator)) >= 0; read += end + 1)
                    why = Take(buffer.AsMemory(read, end), started) ?? why;
                buffer.AsSpan(read, length - read).CopyTo(buffer);
                length -= read;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or JsonException or InvalidOperationException)
        {
            why ??= e.Message;
        }
        started.TrySetException(new IOException($"the connection ended before it began: {why}"));
        FailCalls();
        return why;
    }

    // The first record answers the handshake; it has no type.
    private string? Take(ReadOnlyMemory<byte> record, TaskCompletionSource started)
    {
        using var document = JsonDocument.Parse(record);
        var message = document.RootElement;
        if (!message.TryGetProperty("type", out var type))
        {
            if (message.TryGetProperty("error", out var refused))
                return refused.GetString();
            started.TrySetResult();
            return null;
        }
        switch (type.GetInt32())
        {
            case 1 when handlers.TryGetValue(message.GetProperty("target").GetString()!, out var handler):
                handler(message.GetProperty("arguments")[0].Clone());
                return null;
            case 3 when calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var call):
                Complete(call, message);
                return null;
            case 7:
                return message.TryGetProperty("error", out var error) ? error.GetString() : "closed by the service";
            default:
                return null;
        }
    }

    private static void Complete(TaskCompletionSource<JsonElement> call, JsonElement message)
    {
        if (message.TryGetProperty("error", out var error))
            call.SetException(new HubRefusedException(error.GetString()!));
        else
            call.SetResult(message.TryGetProperty("result", out var result) ? result.Clone() : default);
    }

    private void FailCalls()
    {
        foreach (var id in calls.Keys)
        {
            if (calls.TryRemove(id, out var call))
                call.TrySetException(new IOException("the connection ended before the answer"));
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token))
                await SendBytesAsync(Ping, closing.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The connection has ended; its receiver says why.
        }
    }
}
