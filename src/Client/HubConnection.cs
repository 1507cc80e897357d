using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GridGrains.Client;

/// <summary>One connection to <c>/hub</c> in SignalR's JSON protocol over a WebSocket.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1e;
    private const int Invocation = 1;
    private const int Completion = 3;
    private const int Ping = 6;
    private const int Close = 7;

    // The service gives up a client that is silent for 30 s.
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(10);

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly CancellationTokenSource closing = new();
    private readonly TimeProvider time;
    private Task pinging = Task.CompletedTask;

    private HubConnection(TimeProvider time) => this.time = time;

    public static async Task<HubConnection> OpenAsync(Uri address, TimeProvider time, CancellationToken cancellation)
    {
        var connection = new HubConnection(time);
        try
        {
            connection.socket.Options.CollectHttpResponseDetails = true;
            await connection.socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            await connection.SendAsync(new { protocol = "json", version = 1 }, cancellation).ConfigureAwait(false);
            connection.pinging = connection.PingAsync();
            return connection;
        }
        catch (WebSocketException e) when (connection.socket.HttpStatusCode is { } status and not 0)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw new RefusedException(new(null, e.Message, (int)status, null, null));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Calls a method of the hub; the answer is among what is read.</summary>
    public Task InvokeAsync(string target, object[] arguments, CancellationToken cancellation) =>
        SendAsync(new { type = Invocation, invocationId = "1", target, arguments }, cancellation);

    /// <summary>What the service says, until the connection ends.</summary>
    /// <exception cref="RefusedException">The hub said no to what was called.</exception>
    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
                yield break;
            length += received.Count;
            var read = 0;
            for (int end; (end = buffer.AsSpan(read, length - read).IndexOf(RecordSeparator)) >= 0; read += end + 1)
            {
                using var document = JsonDocument.Parse(buffer.AsMemory(read, end));
                if (Message(document.RootElement) is { } message)
                    yield return message;
            }
            buffer.AsSpan(read, length - read).CopyTo(buffer);
            length -= read;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync().ConfigureAwait(false);
        socket.Abort();
        await pinging.ConfigureAwait(false);
        socket.Dispose();
        sending.Dispose();
        closing.Dispose();
    }

    // Null for what answers the handshake and for pings.
    private static JsonElement? Message(JsonElement record)
    {
        var type = record.TryGetProperty("type", out var found) ? found.GetInt32() : 0;
        if (type is 0 or Completion or Close && record.TryGetProperty("error", out var error))
            throw type == Completion ? new RefusedException(ProblemOf(error.GetString()!)) : new IOException(error.GetString());
        if (type == Close)
            throw new IOException("closed by the service");
        return type is Invocation or Completion ? record.Clone() : null;
    }

    // A HubException's message is the problem, behind some words of SignalR's own.
    private static Problem ProblemOf(string message)
    {
        var brace = message.IndexOf('{', StringComparison.Ordinal);
        try
        {
            return JsonSerializer.Deserialize<Problem>(brace < 0 ? "" : message[brace..], GridGrainsClient.Json)!;
        }
        catch (JsonException)
        {
            return new(null, message, 500, null, null);
        }
    }

    private async Task SendAsync(object message, CancellationToken cancellation)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), GridGrainsClient.Json), RecordSeparator];
        await sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, cancellation).ConfigureAwait(false);
        }
        finally
        {
            sending.Release();
        }
    }

    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(PingInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(closing.Token).ConfigureAwait(false))
                await SendAsync(new { type = Ping }, closing.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException)
        {
            // The connection has ended; its reader finds that out.
        }
    }
}
