using System.Net.Sockets;
using System.Security.Authentication;
using GridGrains.Gateway;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GridGrains.Feed.Tests;

public sealed class DirectUpgradeTests : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly DefaultHttpContext http = new();

    public DirectUpgradeTests()
    {
        http.Features.Set<IHttpUpgradeFeature>(new Upgradable());
        http.Features.Set<IConnectionSocketFeature>(new OnSocket(socket));
    }

    public void Dispose() => socket.Dispose();

    [Fact]
    public async Task Offer_RightOnASocket_WritesToTheSocket()
    {
        DirectUpgrade.Offer(http);

        Assert.IsType<SocketStream>(await http.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync());
    }

    [Fact]
    public void Offer_OverTls_LeavesTheWebServersUpgrade()
    {
        http.Features.Set((ITlsHandshakeFeature)new Tls());

        DirectUpgrade.Offer(http);

        Assert.IsNotType<DirectUpgrade>(http.Features.Get<IHttpUpgradeFeature>());
    }

    [Fact]
    public void Offer_WithoutASocket_LeavesTheWebServersUpgrade()
    {
        http.Features.Set<IConnectionSocketFeature>(null);

        DirectUpgrade.Offer(http);

        Assert.IsNotType<DirectUpgrade>(http.Features.Get<IHttpUpgradeFeature>());
    }

    private sealed class Upgradable : IHttpUpgradeFeature
    {
        public bool IsUpgradableRequest => true;

        public Task<Stream> UpgradeAsync() => Task.FromResult(Stream.Null);
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
