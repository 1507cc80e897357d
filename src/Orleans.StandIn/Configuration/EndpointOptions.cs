using System.Net;

namespace Orleans.Configuration;

/// <summary>Where a silo listens; in one process nothing does.</summary>
public class EndpointOptions
{
    /// <summary>The port for silos, unless told.</summary>
    public const int DEFAULT_SILO_PORT = 11111;

    /// <summary>The port for clients, unless told.</summary>
    public const int DEFAULT_GATEWAY_PORT = 30000;

    /// <summary>The address that others are told.</summary>
    public IPAddress AdvertisedIPAddress { get; set; } = IPAddress.Loopback;

    /// <summary>The port for silos.</summary>
    public int SiloPort { get; set; } = DEFAULT_SILO_PORT;

    /// <summary>The port for clients; 0: none.</summary>
    public int GatewayPort { get; set; } = DEFAULT_GATEWAY_PORT;
}
