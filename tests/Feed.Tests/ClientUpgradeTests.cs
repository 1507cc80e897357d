using System.Net.Sockets;
using System.Security.Authentication;
using GridGrains.Gateway;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GridGrains.Feed.Tests;

public sealed class ClientUpgradeTests : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly DefaultHttpContext http = new();
    private readonly UpgradedStream upgraded = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ClientUpgradeTests()
    {
        http.Features.Set<IHttpUpgradeFeature>(new Upgradable(upgraded));
        http.Features.Set<IConnectionSocketFeature>(new OnSocket(socket));
    }

    public void Dispose() => socket.Dispose();

    [Fact]
    public async Task Upgrade_RightOnASocket_WritesIntoTheSocket()
    {
        var stream = await UpgradeAsync();

        // Nobody is at the other end of it, which the socket says and the web server's stream does not.
        await Assert.ThrowsAsync<SocketException>(() => stream.WriteAsync(new byte[1], Cancellation).AsTask());
    }

    [Fact]
    public async Task Upgrade_OverTls_WritesByTheWebServer()
    {
        http.Features.Set((ITlsHandshakeFeature)new Tls());

        await (await UpgradeAsync()).WriteAsync(new byte[1], Cancellation);

        Assert.Single(upgraded.Written);
    }

    [Fact]
    public async Task Upgrade_WithoutASocket_WritesByTheWebServer()
    {
        http.Features.Set<IConnectionSocketFeature>(null);

        await (await UpgradeAsync()).WriteAsync(new byte[1], Cancellation);

        Assert.Single(upgraded.Written);
    }

    [Fact]
    public async Task Connect_OfAStreamOfHttp2_WritesByTheWebServer()
    {
        http.Features.Set<IHttpUpgradeFeature>(null);
        http.Features.Set<IHttpExtendedConnectFeature>(new Connectable(upgraded));
        ClientUpgrade.Offer(http, 1024);
        var connect = http.Features.GetRequiredFeature<IHttpExtendedConnectFeature>();

        Assert.True(connect.IsExtendedConnect);
        Assert.Equal("websocket", connect.Protocol);
        await SpeakAsync(await connect.AcceptAsync());
        await http.Features.GetRequiredFeature<ClientUpgrade>().Client!.WriteAsync(new byte[1], Cancellation);
        Assert.Single(upgraded.Written);
    }

    private async Task<SocketStream> UpgradeAsync()
    {
        ClientUpgrade.Offer(http, 1024);
        await SpeakAsync(await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
        return http.Features.GetRequiredFeature<ClientUpgrade>().Client!;
    }

    private async Task SpeakAsync(Stream stream)
    {
        var reading = stream.ReadAsync(new byte[8], Cancellation);
        await upgraded.SayAsync("x"u8.ToArray());
        await reading;
    }

    private sealed class Upgradable(Stream upgraded) : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => true;

        public Task<Stream> UpgradeAsync() => Task.FromResult(upgraded);
    }

    private sealed class Connectable(Stream accepted) : IHttpExtendedConnectFeature
    {
        public bool IsExtendedConnect => true;

        public string? Protocol => "websocket";

        public ValueTask<Stream> AcceptAsync() => new(accepted);
    }

    private sealed class OnSocket(Socket socket) : IConnectionSocketFeature
    {
        public Socket Socket { get; } = socket;
    }

    private sealed class Tls : ITlsHandshakeFeature
    {
        public SslProtocols Protocol => SslProtocols.Tls13;

#pragma warning disable SYSLIB0058 // The interface still has them.
        public CipherAlgorithmType CipherAlgorithm => default;

        public int CipherStrength => 0;

        public HashAlgorithmType HashAlgorithm => default;

        public int HashStrength => 0;

        public ExchangeAlgorithmType KeyExchangeAlgorithm => default;

        public int KeyExchangeStrength => 0;
#pragma warning restore SYSLIB0058
    }
}
