using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>
/// Gives every connection its <see cref="ClientFeed"/> and takes it away. A lifetime manager sees the connection itself, on which a write
/// can be awaited; the clients that a hub sees accept messages without end.
/// </summary>
internal sealed partial class ConnectedClients(SnapshotFeed feed, TreeFeed trees, BoardFeed boards, PublicFeed everybody, ILogger<ConnectedClients> log, ILoggerFactory logs)
    : DefaultHubLifetimeManager<GridHub>(logs.CreateLogger<DefaultHubLifetimeManager<GridHub>>())
{
    /// <summary>The feed of a connection.</summary>
    public static ClientFeed FeedOf(HubCallerContext connection) => (ClientFeed)connection.Items[typeof(ClientFeed)]!;

    /// <inheritdoc/>
    public override async Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Items[typeof(ClientFeed)] = new ClientFeed(LinkOf(connection), feed, trees, boards, everybody);
        FeedFigures.AddClient(+1);
        await base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override async Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (connection.Items[typeof(ClientFeed)] is ClientFeed client)
        {
            client.Dispose();
            FeedFigures.AddClient(-1);
        }
        await base.OnDisconnectedAsync(connection);
    }

    private ClientLink LinkOf(HubConnectionContext connection)
    {
        var socket = connection.Features.GetRequiredFeature<HubSocket>();
        return new(
            connection.User,
            socket.Expires,
            socket.PushAsync,
            why =>
            {
                GatewayMetrics.ClientCut();
                LogCut(connection.ConnectionId, why);
                connection.Abort();
                socket.Cut();
            },
            socket.Bearer);
    }

    [LoggerMessage(411, LogLevel.Information, "Connection {Connection} is cut: {Why}")]
    private partial void LogCut(string connection, string why);
}
