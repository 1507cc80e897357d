using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace GridGrains.Gateway;

/// <summary>Where a gateway is found from its own machine.</summary>
public static class LocalAddresses
{
    /// <summary>The first address on which it listens.</summary>
    public static Uri LocalAddress(this WebApplication app)
    {
        var bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new UriBuilder(bound.Replace("//[::]", "//localhost", StringComparison.Ordinal).Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)).Uri;
    }
}
