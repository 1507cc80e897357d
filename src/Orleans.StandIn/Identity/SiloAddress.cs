using System.Net;

namespace Orleans.Runtime;

/// <summary>The address of a silo; the one silo of the stand-in needs none.</summary>
[Immutable]
public sealed class SiloAddress
{
    private SiloAddress(IPEndPoint endpoint, int generation) => (Endpoint, Generation) = (endpoint, generation);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Tells a silo from an earlier one at the same endpoint: it rises.</summary>
    public int Generation { get; }

    /// <summary>An address.</summary>
    public static SiloAddress New(IPAddress address, int port, int generation) => new(new(address, port), generation);
}

/// <summary>Who the silo of this process is.</summary>
public interface ILocalSiloDetails
{
    /// <summary>Its name in the list of silos.</summary>
    string Name { get; }

    /// <summary>Its cluster.</summary>
    string ClusterId { get; }

    /// <summary>The name of its machine.</summary>
    string DnsHostName { get; }

    /// <summary>Where other silos reach it.</summary>
    SiloAddress SiloAddress { get; }

    /// <summary>Where clients reach it.</summary>
    SiloAddress GatewayAddress { get; }
}
