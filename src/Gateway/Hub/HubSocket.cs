using System.IO.Pipelines;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace GridGrains.Gateway;

/// <summary>One client's WebSocket, as the connection on which SignalR's hub speaks.</summary>
internal sealed class HubSocket : DefaultConnectionContext, IHttpContextFeature, IConnectionHeartbeatFeature, IDuplexPipe
{
    // A client that does not answer a closing in this time is disconnected. Less than a stop may take: the silo in the same process stops after its clients.
    private static readonly TimeSpan ClosingPatience = TimeSpan.FromSeconds(2);

    private readonly WebSocket socket;
    private readonly SocketWriter writer;
    private readonly Pipe incoming;
    private readonly TimeProvider time;
    private readonly Revocations revocations;
    private readonly List<(Action<object> Action, object State)> beats = new(2);

    /// <summary>A connection that nobody reads or writes yet.</summary>
    public HubSocket(HttpContext http, WebSocket socket, SocketStream client, FeedOptions options, Revocations revocations, TimeProvider time)
        : base(http.Connection.Id)
    {
        this.socket = socket;
        this.time = time;
        this.revocations = revocations;
        HttpContext = http;
        User = http.User;
        Bearer = http.Features.Get<Bearer>();
        Expires = http.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc ?? DateTimeOffset.MinValue;
        incoming = new Pipe(new PipeOptions(
            pauseWriterThreshold: options.MaxMessageBytes, resumeWriterThreshold: options.MaxMessageBytes / 2, useSynchronizationContext: false));
        writer = new SocketWriter(client);
        Transport = this;
        Features.Set<IHttpContextFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
        Features.Set(this);
    }

    /// <inheritdoc/>
    public HttpContext? HttpContext { get; set; }

    /// <summary>When the client's token ends, and the connection with it.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Who holds the client's token.</summary>
    public Bearer? Bearer { get; }

    /// <summary>Of the client's calls.</summary>
    public Meter Calls { get; } = new();

    /// <summary>What the hub reads.</summary>
    public PipeReader Input => incoming.Reader;

    /// <summary>What the hub writes to.</summary>
    public PipeWriter Output => writer;

    /// <inheritdoc cref="SocketWriter.PushAsync"/>
    public ValueTask PushAsync(HubPush push) => writer.PushAsync(push.Frame);

    /// <summary>Speaks with the client until one of the two has enough.</summary>
    public async Task RunAsync(ConnectionDelegate hub)
    {
        var receiving = ReceiveAsync();
        try
        {
            await hub(this);
        }
        finally
        {
            await incoming.Reader.CompleteAsync();
            await CloseAsync(receiving);
        }
    }

    /// <inheritdoc/>
    public void OnHeartbeat(Action<object> action, object state)
    {
        lock (beats)
            beats.Add((action, state));
    }

    /// <summary>Called about once a second: the hub pings, and looks whether it hears of the client.</summary>
    public void Beat()
    {
        (Action<object> Action, object State)[] due;
        lock (beats)
            due = [.. beats];
        foreach (var (action, state) in due)
            action(state);
        if (time.GetUtcNow() >= Expires || revocations.Has(HttpContext!.User))
            Leave();
    }

    /// <summary>Ends the conversation: the hub says so to the client, which may come back.</summary>
    public void Leave() => incoming.Reader.CancelPendingRead();

    /// <summary>Ends the connection at once, without waiting for the client.</summary>
    public void Cut() => HttpContext!.Abort();

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => Cut();

    private async Task ReceiveAsync()
    {
        try
        {
            while (await ReceiveOnceAsync())
            {
            }
        }
        catch (Exception)
        {
            // The client has gone without a word; the hub sees the end of what it reads.
        }
        await incoming.Writer.CompleteAsync();
    }

    private async ValueTask<bool> ReceiveOnceAsync()
    {
        // No bytes at first: a client that says nothing then has no buffer.
        var announced = await socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None);
        if (announced.MessageType == WebSocketMessageType.Close)
            return false;
        var received = await socket.ReceiveAsync(incoming.Writer.GetMemory(), CancellationToken.None);
        if (received.MessageType == WebSocketMessageType.Close)
            return false;
        incoming.Writer.Advance(received.Count);
        var read = await incoming.Writer.FlushAsync();
        return !read.IsCompleted && !read.IsCanceled;
    }

    private async Task CloseAsync(Task receiving)
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None).WaitAsync(ClosingPatience, time);
            await receiving.WaitAsync(ClosingPatience, time);
        }
        catch (Exception)
        {
            Cut();
            await receiving;
        }
    }
}
