using System.Buffers.Text;

namespace GridGrains.Cli;

/// <summary>The head of an HTTP/1.1 answer, as far as the load needs it.</summary>
/// <param name="Status">The status.</param>
/// <param name="HeadLength">Bytes of the head.</param>
/// <param name="BodyLength">Bytes of the body; -1 where it comes in chunks.</param>
/// <param name="RetryAfter">Seconds to wait, if it says so.</param>
/// <param name="Closes">Whether the connection ends with it.</param>
internal readonly record struct HttpAnswer(int Status, int HeadLength, int BodyLength, int? RetryAfter, bool Closes)
{
    /// <summary>Reads a head; null as long as it is not whole.</summary>
    /// <exception cref="InvalidDataException">These are no bytes of HTTP/1.1.</exception>
    public static HttpAnswer? Read(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        if (!bytes.StartsWith("HTTP/1."u8) || !Utf8Parser.TryParse(bytes[9..12], out int status, out _))
            throw new InvalidDataException("the answer is no HTTP/1.1");
        var length = Number(bytes[..end], "content-length:"u8);
        return new HttpAnswer(status, end + 4, length ?? -1, Number(bytes[..end], "retry-after:"u8), Value(bytes[..end], "connection:"u8).SequenceEqual("close"u8));
    }

    /// <summary>Puts a body that came in chunks together in place.</summary>
    /// <returns>Its length; null, and nothing is changed, as long as it is not whole.</returns>
    public static int? Join(Span<byte> body)
    {
        if (Walk(body, move: false) is null)
            return null;
        return Walk(body, move: true);
    }

    // A chunk is its length in hexadecimal digits, a line's end, that many bytes, a line's end; the last one is empty.
    private static int? Walk(Span<byte> body, bool move)
    {
        var length = 0;
        for (var at = 0; ;)
        {
            var line = body[at..].IndexOf("\r\n"u8);
            if (line < 0)
                return null;
            if (!Utf8Parser.TryParse(body.Slice(at, line), out int size, out _, 'x') || size < 0)
                throw new InvalidDataException("the answer's chunks are none");
            at += line + 2;
            if (at + size + 2 > body.Length)
                return null;
            if (size == 0)
                return length;
            if (move)
                body.Slice(at, size).CopyTo(body[length..]);
            length += size;
            at += size + 2;
        }
    }

    private static int? Number(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name) => Utf8Parser.TryParse(Value(head, name), out int number, out _) ? number : null;

    // Names of headers are not case-sensitive.
    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is >= 0 and var next)
        {
            head = head[(next + 2)..];
            if (head.Length > name.Length && System.Text.Ascii.EqualsIgnoreCase(head[..name.Length], name))
            {
                var value = head[name.Length..];
                var stop = value.IndexOf("\r\n"u8);
                return (stop < 0 ? value : value[..stop]).Trim((byte)' ');
            }
        }
        return default;
    }
}
