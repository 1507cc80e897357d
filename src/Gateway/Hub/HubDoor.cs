using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Where a request becomes a client of the hub: as many as there is room for, each on a WebSocket of its own. It stands where SignalR's
/// own endpoint would, which speaks further transports and writes every message through a pipe and a task more.
/// </summary>
internal sealed class HubDoor : IDisposable
{
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BeatInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<HubSocket, bool> open = new();
    private readonly ConnectionDelegate hub;
    private readonly FeedOptions options;
    private readonly Revocations revocations;
    private readonly SlowDown slowDown;
    private readonly TimeProvider time;
    private readonly IHostApplicationLifetime lifetime;
    private readonly ITimer timer;
    private readonly CancellationTokenRegistration leaving;
    private int count;
    private int beating;

    /// <summary>A door that nobody has come through.</summary>
    public HubDoor(IServiceProvider services, IOptions<FeedOptions> options, Revocations revocations, SlowDown slowDown, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        this.options = options.Value;
        this.revocations = revocations;
        this.slowDown = slowDown;
        this.time = time;
        this.lifetime = lifetime;
        hub = new ConnectionBuilder(services).UseHub<GridHub>().Build();
        timer = time.CreateTimer(static door => ((HubDoor)door!).Beat(), this, BeatInterval, BeatInterval);
        leaving = lifetime.ApplicationStopping.Register(LeaveAll);
    }

    /// <summary>Connections there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Answers a WebSocket; ends when it has ended.</summary>
    public async Task AcceptAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            await http.WriteProblemAsync(Problem.Malformed("the hub is spoken to over a WebSocket"));
            return;
        }
        var bearer = http.Features.Get<Bearer>();
        if (bearer is not null && !bearer.TryConnect(options.ConnectionsPerToken))
        {
            await http.WriteProblemAsync(await slowDown.AfterAWhileAsync(FullRetryAfter, http.RequestAborted));
            return;
        }
        try
        {
            if (Interlocked.Increment(ref count) > options.MaxConnections)
                await http.WriteProblemAsync(Problem.SlowDown(FullRetryAfter));
            else
                await RunAsync(http);
        }
        finally
        {
            Interlocked.Decrement(ref count);
            bearer?.Disconnect();
        }
    }

    /// <summary>Answers a client that asks before it connects: there is nothing to choose from, and nothing is kept for it.</summary>
    public static Task NegotiateAsync(HttpContext http) => http.WriteJsonAsync(
        StatusCodes.Status200OK,
        http.Connection.Id,
        static (json, id) =>
        {
            json.WriteStartObject();
            json.WriteNumber("negotiateVersion"u8, 1);
            json.WriteString("connectionId"u8, id);
            json.WriteString("connectionToken"u8, id);
            json.WriteStartArray("availableTransports"u8);
            json.WriteRawValue("""{"transport":"WebSockets","transferFormats":["Text"]}"""u8);
            json.WriteEndArray();
            json.WriteEndObject();
        });

    /// <inheritdoc/>
    public void Dispose()
    {
        leaving.Dispose();
        timer.Dispose();
    }

    private async Task RunAsync(HttpContext http)
    {
        // No frames of the WebSocket's own to keep it alive: the hub pings.
        using var socket = await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = TimeSpan.Zero });
        var client = new HubSocket(http, socket, http.Features.GetRequiredFeature<ClientUpgrade>().Client!, options, revocations, time);
        open[client] = true;
        try
        {
            if (lifetime.ApplicationStopping.IsCancellationRequested)
                client.Leave();
            await client.RunAsync(hub);
        }
        finally
        {
            open.TryRemove(client, out _);
        }
    }

    private void Beat()
    {
        if (Interlocked.Exchange(ref beating, 1) == 1)
            return;
        foreach (var (client, _) in open)
            client.Beat();
        Volatile.Write(ref beating, 0);
    }

    private void LeaveAll()
    {
        foreach (var (client, _) in open)
            client.Leave();
    }
}
