using System.Net.Sockets;

namespace GridGrains.Cli;

/// <summary>A kept HTTP/1.1 connection that carries a call at a time. It is opened when it is needed.</summary>
internal sealed class HttpLane(Target target) : IDisposable
{
    private Line? line;
    private byte[] answer = new byte[16 * 1024];

    /// <summary>Opens it, so that the next call finds it open.</summary>
    public async Task OpenAsync(CancellationToken cancellation) => line ??= await Line.OpenAsync(target.Url, cancellation);

    /// <summary>Sends a whole request and hands on the status, the seconds to wait if any, and the body.</summary>
    /// <exception cref="IOException">No whole answer came.</exception>
    public async Task<T> SendAsync<T>(ReadOnlyMemory<byte> request, Func<int, ReadOnlySpan<byte>, T> read, Action<int?> retryAfter, CancellationToken cancellation)
    {
        try
        {
            await OpenAsync(cancellation);
            await line!.Stream.WriteAsync(request, cancellation);
            var (head, length) = await ReadAsync(line.Stream, cancellation);
            retryAfter(head.RetryAfter);
            var result = read(head.Status, answer.AsSpan(head.HeadLength, length - head.HeadLength));
            if (head.Closes)
                Dispose();
            return result;
        }
        catch (Exception e)
        {
            Dispose();
            if (e is SocketException or InvalidDataException)
                throw new IOException(e.Message, e);
            throw;
        }
    }

    public void Dispose()
    {
        line?.Dispose();
        line = null;
    }

    private async Task<(HttpAnswer Head, int Length)> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        HttpAnswer? head = null;
        for (var length = 0; ;)
        {
            if (length == answer.Length)
                Array.Resize(ref answer, answer.Length * 2);
            var read = await stream.ReadAsync(answer.AsMemory(length), cancellation);
            if (read == 0)
                throw new IOException("the service closed the connection");
            length += read;
            head ??= HttpAnswer.Read(answer.AsSpan(0, length));
            if (head is { } known && LengthIfWhole(known, length) is { } whole)
                return (known, whole);
        }
    }

    private int? LengthIfWhole(HttpAnswer head, int length)
    {
        if (head.BodyLength < 0)
            return HttpAnswer.Join(answer.AsSpan(head.HeadLength, length - head.HeadLength)) is { } joined ? head.HeadLength + joined : null;
        return length >= head.HeadLength + head.BodyLength ? head.HeadLength + head.BodyLength : null;
    }
}
