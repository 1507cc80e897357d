using System.Buffers;

namespace GridGrains.Gateway;

/// <summary>Reads from the bytes of a whole body.</summary>
internal delegate T ReadBytes<in TState, out T>(ReadOnlySpan<byte> body, TState state);

/// <summary>Reads a body of limited size from the connection's own buffers, without a copy where it lies in one piece.</summary>
internal static class Body
{
    /// <summary>Reads the body, or answers the problem for one over the limit.</summary>
    /// <param name="http">The request.</param>
    /// <param name="limit">In bytes, whether announced or found out while reading.</param>
    /// <param name="state">Handed to <paramref name="read"/>.</param>
    /// <param name="read">Called once, with the whole body.</param>
    public static async ValueTask<(T? Value, Problem? Problem)> ReadAsync<TState, T>(
        HttpContext http, int limit, TState state, ReadBytes<TState, T> read)
    {
        if (http.Request.ContentLength > limit)
            return (default, TooLarge(limit));
        var pipe = http.Request.BodyReader;
        while (true)
        {
            var result = await pipe.ReadAsync(http.RequestAborted);
            var buffer = result.Buffer;
            if (buffer.Length > limit)
            {
                pipe.AdvanceTo(buffer.End);
                return (default, TooLarge(limit));
            }
            if (result.IsCompleted)
            {
                var value = buffer.IsSingleSegment ? read(buffer.FirstSpan, state) : ReadPieces(buffer, state, read);
                pipe.AdvanceTo(buffer.End);
                return (value, null);
            }
            pipe.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static T ReadPieces<TState, T>(in ReadOnlySequence<byte> pieces, TState state, ReadBytes<TState, T> read)
    {
        var length = (int)pieces.Length;
        var whole = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            pieces.CopyTo(whole);
            return read(whole.AsSpan(0, length), state);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    private static Problem TooLarge(int limit) => Problem.TooLarge($"a body has at most {limit} bytes");
}
