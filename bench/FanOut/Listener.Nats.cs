using System.Buffers.Text;

namespace GridGrains.Bench.FanOut;

/// <summary>The same client, of a NATS server: its text protocol instead of the hub's over a WebSocket.</summary>
internal sealed partial class Listener
{
    private static readonly byte[] NatsConnect = [.. "CONNECT {\"verbose\":false,\"pedantic\":false}\r\n"u8];
    private static readonly byte[] NatsPing = [.. "PING\r\n"u8];
    private static readonly byte[] NatsPong = [.. "PONG\r\n"u8];

    /// <summary>Whether it speaks to a NATS server.</summary>
    public bool SpeaksNats { get; init; }

    /// <summary>The lines with which it asks for these places.</summary>
    public static string Subscribe(IEnumerable<string> places) => string.Concat(places.Select((place, n) => $"SUB {place} {n + 1}\r\n"));

    private void ParseNats()
    {
        var at = 0;
        while (true)
        {
            var rest = buffer.AsSpan(at, length - at);
            var line = rest.IndexOf("\r\n"u8);
            if (line < 0)
                break;
            var whole = line + 2;
            if (rest.StartsWith("MSG "u8))
            {
                if (!Utf8Parser.TryParse(rest[(rest[..line].LastIndexOf((byte)' ') + 1)..], out int size, out _))
                    throw new InvalidDataException("NATS sent a message without a length");
                if (rest.Length < whole + size + 2)
                    break;
                Volatile.Write(ref frames, frames + 1);
                handler?.Invoke(this, rest.Slice(whole, size));
                first.TrySetResult();
                whole += size + 2;
            }
            else if (rest.StartsWith("PING"u8))
            {
                SendBytes(NatsPong);
            }
            else if (rest.StartsWith("-ERR"u8))
            {
                IsClosed = true;
            }
            at += whole;
        }
        Take(at);
    }
}
