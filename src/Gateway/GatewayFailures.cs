using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace GridGrains.Gateway;

/// <summary>What may keep a gateway from starting.</summary>
public static class GatewayFailures
{
    /// <summary>The sentence for a cause; null if it is none of a gateway's.</summary>
    public static string? Sentence(Exception exception) => exception switch
    {
        // Kestrel's message names the address.
        AddressInUseException => $"{exception.Message.TrimEnd('.')}; --urls chooses another one.",
        IOException { InnerException: AddressInUseException } => $"{exception.Message.TrimEnd('.')}; --urls chooses another one.",
        SocketException socket => $"The address of --urls cannot be listened on: {socket.Message.TrimEnd('.')}.",
        OrleansConfigurationException => exception.Message,
        _ => null,
    };
}
