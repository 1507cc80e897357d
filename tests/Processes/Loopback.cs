using System.Net;
using System.Net.Sockets;

namespace GridGrains.Testing;

/// <summary>Addresses of this machine that nobody else uses.</summary>
public static class Loopback
{
    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
