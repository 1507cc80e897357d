using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace GridGrains.Gateway;

/// <summary>
/// An upgrade after which the service writes to the client's socket itself (<see cref="SocketStream"/>): where HTTP/1.1 stands right on a
/// socket. Over TLS, HTTP/2 or another transport the web server writes, as it does elsewhere.
/// </summary>
internal sealed class DirectUpgrade(IHttpUpgradeFeature upgrade, IConnectionSocketFeature connection) : IHttpUpgradeFeature
{
    /// <inheritdoc/>
    public bool IsUpgradableRequest => upgrade.IsUpgradableRequest;

    /// <summary>Makes it the request's upgrade, if it can be one.</summary>
    public static void Offer(HttpContext http)
    {
        if (http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade
            && http.Features.Get<IConnectionSocketFeature>() is { } connection
            && http.Features.Get<ITlsHandshakeFeature>() is null)
        {
            http.Features.Set<IHttpUpgradeFeature>(new DirectUpgrade(upgrade, connection));
        }
    }

    /// <inheritdoc/>
    public async Task<Stream> UpgradeAsync() => new SocketStream(await upgrade.UpgradeAsync(), connection.Socket);
}
