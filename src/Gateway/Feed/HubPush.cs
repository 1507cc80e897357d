using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>An invocation of a client's method with one argument, in the bytes of SignalR's JSON protocol.</summary>
internal sealed class HubPush
{
    private const byte RecordSeparator = 0x1e;

    private HubPush(ReadOnlyMemory<byte> frame, int head, Range argument)
    {
        Frame = frame;
        Message = frame[head..];
        Argument = Message[argument];
    }

    /// <summary>The argument alone, as JSON.</summary>
    public ReadOnlyMemory<byte> Argument { get; }

    /// <summary>The whole message.</summary>
    public ReadOnlyMemory<byte> Message { get; }

    /// <summary>The message as a frame of a WebSocket.</summary>
    public ReadOnlyMemory<byte> Frame { get; }

    /// <summary>Writes the argument into a message for the client's method <paramref name="target"/>.</summary>
    public static HubPush Of<T>(string target, T value, Action<Utf8JsonWriter, T> write)
    {
        var argument = JsonBytes.Of(value, write);
        byte[] before = [.. "{\"type\":1,\"target\":\""u8, .. System.Text.Encoding.ASCII.GetBytes(target), .. "\",\"arguments\":["u8];
        byte[] message = [.. before, .. argument, .. "]}"u8, RecordSeparator];
        var head = new byte[TextFrame.HeadLength(message.Length)];
        TextFrame.WriteHead(head, message.Length);
        return new HubPush((byte[])[.. head, .. message], head.Length, before.Length..(before.Length + argument.Length));
    }
}
