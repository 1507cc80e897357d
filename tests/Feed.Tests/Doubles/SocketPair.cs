using System.Net;
using System.Net.Sockets;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>A client and the service on a real socket, with the web server's stream beside it.</summary>
internal sealed class SocketPair : IAsyncDisposable
{
    /// <summary>What the web server is given at once.</summary>
    public const int MostAtOnce = 16;

    private readonly UpgradedStream webServer = new();

    private SocketPair(Socket client, Socket server)
    {
        (Client, Server) = (client, server);
        Stream = new SocketStream(webServer, server, MostAtOnce);
    }

    public Socket Client { get; }

    public Socket Server { get; }

    public SocketStream Stream { get; }

    /// <inheritdoc cref="UpgradedStream.Written"/>
    public List<byte[]> ByWebServer => webServer.Written;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SocketPair> ConnectAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Cancellation);
        return new SocketPair(client, await listener.AcceptAsync(Cancellation));
    }

    /// <summary>The client says its first word, after which the service writes into the socket.</summary>
    public async Task SpeakAsync()
    {
        var reading = Stream.ReadAsync(new byte[8], Cancellation).AsTask();
        await SpeakTooEarlyAsync();
        Assert.Equal(1, await reading);
    }

    /// <summary>The client speaks before anybody reads.</summary>
    public async Task SpeakTooEarlyAsync() => await webServer.SayAsync("x"u8.ToArray());

    /// <summary>As many bytes as the client gets next.</summary>
    public async Task<byte[]> ReceiveAsync(int count)
    {
        var got = new byte[count];
        await using var reading = new NetworkStream(Client);
        await reading.ReadExactlyAsync(got, Cancellation);
        return got;
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        Server.Dispose();
        Client.Dispose();
    }
}
