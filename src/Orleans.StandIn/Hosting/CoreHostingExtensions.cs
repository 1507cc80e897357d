using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>A silo on its own.</summary>
public static class CoreHostingExtensions
{
    private const string Development = "dev";

    /// <summary>Names the service and the cluster; the ports and the primary have no use in one process.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = Development,
        string clusterId = Development)
    {
        builder.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        // As in Orleans: names left as they are here leave the options as they are, which is ClusterOptions' own defaults.
        return (serviceId, clusterId) == (Development, Development)
            ? builder
            : builder.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));
    }
}

/// <summary>Where a silo listens; in one process nothing does, so these only set the options.</summary>
public static class EndpointOptionsExtensions
{
    /// <summary>Sets the advertised address and both ports.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder, IPAddress advertisedIP, int siloPort, int gatewayPort, bool listenOnAnyHostAddress = false) =>
        builder.Configure<EndpointOptions>(options =>
            (options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort) = (advertisedIP, siloPort, gatewayPort));

    /// <summary>Sets both ports.</summary>
    public static ISiloBuilder ConfigureEndpoints(
        this ISiloBuilder builder,
        int siloPort,
        int gatewayPort,
        AddressFamily addressFamily = AddressFamily.InterNetwork,
        bool listenOnAnyHostAddress = false) =>
        builder.Configure<EndpointOptions>(options => (options.SiloPort, options.GatewayPort) = (siloPort, gatewayPort));
}
