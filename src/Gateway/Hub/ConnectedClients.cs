using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>
/// Gives every connection its <see cref="ClientFeed"/> and takes it away. A lifetime manager sees the connection itself, on which a write
/// can be awaited; the clients that a hub sees accept messages without end.
/// </summary>
internal sealed partial class ConnectedClients(SnapshotFeed feed, TreeFeed trees, BoardFeed boards, ILogger<ConnectedClients> log, ILoggerFactory logs)
    : DefaultHubLifetimeManager<GridHub>(logs.CreateLogger<DefaultHubLifetimeManager<GridHub>>())
{
    private int count;

    /// <summary>Connections there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The feed of a connection.</summary>
    public static ClientFeed FeedOf(HubCallerContext connection) => (ClientFeed)connection.Items[typeof(ClientFeed)]!;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        Interlocked.Increment(ref count);
        connection.Items[typeof(ClientFeed)] = new ClientFeed(LinkOf(connection), feed, trees, boards);
        await base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        Interlocked.Decrement(ref count);
        if (connection.Items[typeof(ClientFeed)] is ClientFeed client)
            client.Dispose();
        await base.OnDisconnectedAsync(connection);
    }

    private ClientLink LinkOf(HubConnectionContext connection) => new(
        connection.User,
        connection.GetHttpContext()?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc ?? DateTimeOffset.MinValue,
        message => connection.WriteAsync(message, CancellationToken.None),
        why =>
        {
            LogCut(connection.ConnectionId, why);
            connection.Abort();
        });

    [LoggerMessage(411, LogLevel.Information, "Connection {Connection} is cut: {Why}")]
    private partial void LogCut(string connection, string why);
}
