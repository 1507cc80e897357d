using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace GridGrains.Gateway;

/// <summary>What may keep a gateway from starting.</summary>
public static class GatewayFailures
{
    /// <summary>The sentence for a cause; null if it is none of a gateway's.</summary>
    /// <param name="exception">The cause.</param>
    /// <param name="urls">Where it was to listen.</param>
    public static string? Sentence(Exception exception, string? urls) => exception switch
    {
        AddressInUseException => $"{urls ?? GatewayOptions.DefaultUrl} is in use by another program; --urls chooses another address.",
        SocketException socket => $"{urls ?? GatewayOptions.DefaultUrl} cannot be listened on: {socket.Message.TrimEnd('.')}.",
        OrleansConfigurationException => exception.Message,
        _ => null,
    };
}
