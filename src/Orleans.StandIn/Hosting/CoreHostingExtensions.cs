using System.Net;
using System.Net.Sockets;
using Orleans.Configuration;

namespace Orleans.Hosting;

/// <summary>A silo on its own.</summary>
public static class CoreHostingExtensions
{
    /// <summary>Names the service and the cluster; the ports and the primary have no use in one process.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = EndpointOptions.DEFAULT_SILO_PORT,
        int gatewayPort = EndpointOptions.DEFAULT_GATEWAY_PORT,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        builder.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        return builder.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));
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
