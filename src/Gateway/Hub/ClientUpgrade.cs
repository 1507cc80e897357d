using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace GridGrains.Gateway;

/// <summary>
/// A request's upgrade after which the service writes to the client through a <see cref="SocketStream"/>: into the socket itself where HTTP/1.1 stands
/// right on one; over TLS, HTTP/2 or another transport the web server writes on.
/// </summary>
internal sealed class ClientUpgrade : IHttpUpgradeFeature, IHttpExtendedConnectFeature
{
    private readonly IHttpUpgradeFeature? upgrade;
    private readonly IHttpExtendedConnectFeature? connect;
    private readonly Socket? socket;
    private readonly int mostAtOnce;

    private ClientUpgrade(HttpContext http, int mostAtOnce)
    {
        this.mostAtOnce = mostAtOnce;
        upgrade = http.Features.Get<IHttpUpgradeFeature>();
        connect = http.Features.Get<IHttpExtendedConnectFeature>();
        if (upgrade is { IsUpgradableRequest: true } && http.Features.Get<ITlsHandshakeFeature>() is null)
            socket = http.Features.Get<IConnectionSocketFeature>()?.Socket;
    }

    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade is { IsUpgradableRequest: true };

    /// <inheritdoc/>
    public bool IsExtendedConnect => connect is { IsExtendedConnect: true };

    /// <inheritdoc/>
    public string? Protocol => connect?.Protocol;

    /// <summary>What the client is written to by, once it is upgraded.</summary>
    public SocketStream? Client { get; private set; }

    /// <summary>Makes it the request's upgrade.</summary>
    /// <param name="http">The request.</param>
    /// <param name="mostAtOnce">The most bytes that the web server is given at once.</param>
    public static void Offer(HttpContext http, int mostAtOnce)
    {
        var offered = new ClientUpgrade(http, mostAtOnce);
        http.Features.Set(offered);
        if (offered.upgrade is not null)
            http.Features.Set<IHttpUpgradeFeature>(offered);
        if (offered.connect is not null)
            http.Features.Set<IHttpExtendedConnectFeature>(offered);
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => Client = new SocketStream(await upgrade!.UpgradeAsync(), socket, mostAtOnce);

    /// <inheritdoc/>
    public async ValueTask<Stream> AcceptAsync() => Client = new SocketStream(await connect!.AcceptAsync(), socket: null, mostAtOnce);
}
