using System.Text.Json;
using Microsoft.AspNetCore.SignalR;

namespace GridGrains.Gateway;

/// <summary>An invocation of a client's method with one argument, in the bytes of SignalR's JSON protocol.</summary>
internal sealed class HubPush
{
    /// <summary>The only protocol the hub speaks.</summary>
    public const string Protocol = "json";

    private const byte RecordSeparator = 0x1e;

    private HubPush(ReadOnlyMemory<byte> argument, SerializedHubMessage message)
    {
        Argument = argument;
        Message = message;
    }

    /// <summary>The argument alone, as JSON.</summary>
    public ReadOnlyMemory<byte> Argument { get; }

    /// <summary>The whole message.</summary>
    public SerializedHubMessage Message { get; }

    /// <summary>Writes the argument into a message for the client's method <paramref name="target"/>.</summary>
    public static HubPush Of<T>(string target, T value, Action<Utf8JsonWriter, T> write)
    {
        var argument = JsonBytes.Of(value, write);
        byte[] head = [.. "{\"type\":1,\"target\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(target), .. "\",\"arguments\":["u8];
        byte[] whole = [.. head, .. argument, .. "]}"u8, RecordSeparator];
        return new HubPush(
            whole.AsMemory(head.Length, argument.Length),
            new SerializedHubMessage([new SerializedMessage(Protocol, whole)]));
    }
}
