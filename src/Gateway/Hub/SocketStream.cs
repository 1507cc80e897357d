using System.Net.Sockets;

namespace GridGrains.Gateway;

/// <summary>
/// The bytes of one client after its upgrade. What is read comes from the web server as always. What is written goes into the socket at
/// once, on the thread that writes: the web server would copy it into a buffer of its own and wake a task to send it.
/// </summary>
/// <remarks>
/// The web server's last word to the client is the answer to the upgrade, and by RFC 6455, 4.1, the client says nothing before it has that. So the
/// socket is free from the first byte read on. A client whose first byte is there too early is written to by the web server for good.
/// </remarks>
/// <param name="upgraded">The web server's.</param>
/// <param name="socket">The socket under it, with nothing between the two; null if there is something, or no socket.</param>
/// <param name="mostAtOnce">More goes to the web server in pieces of so many bytes, so that what the client does not take is not kept whole once more.</param>
internal sealed class SocketStream(Stream upgraded, Socket? socket, int mostAtOnce) : Stream
{
    private bool hasRead;
    private volatile bool isDirect;

    /// <summary>Who may write a frame.</summary>
    public FrameTurn Turn { get; } = new();

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = upgraded.ReadAsync(buffer, cancellationToken);
        if (hasRead)
            return reading;
        hasRead = true;
        return reading.IsCompleted || socket is null ? reading : ReadFirstAsync(reading, socket);
    }

    /// <summary>Writes a control frame of the WebSocket, when it is its turn.</summary>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await Turn.TakeAsync();
        try
        {
            await SendAsync(buffer, cancellationToken);
        }
        finally
        {
            Turn.Return();
        }
    }

    /// <summary>Ends when the connection has taken all of a frame, or fails when it has gone. Only for whose turn it is.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        if (!isDirect)
            return SendByWebServerAsync(frame, cancellation);
        var sent = 0;
        SocketError error;
        try
        {
            sent = socket!.Send(frame.Span, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException)
        {
            error = SocketError.NotConnected;
        }
        if (sent == frame.Length)
            return default;
        return error is SocketError.Success or SocketError.WouldBlock
            ? SendRestAsync(frame[sent..], cancellation)
            : ValueTask.FromException(new SocketException((int)error));
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => isDirect ? Task.CompletedTask : upgraded.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            upgraded.Dispose();
        base.Dispose(disposing);
    }

    // The web server's own reads and writes do not wait in the socket either way.
    private async ValueTask<int> ReadFirstAsync(ValueTask<int> reading, Socket direct)
    {
        var read = await reading;
        direct.Blocking = false;
        isDirect = true;
        return read;
    }

    private async ValueTask SendRestAsync(ReadOnlyMemory<byte> rest, CancellationToken cancellation)
    {
        while (!rest.IsEmpty)
            rest = rest[await socket!.SendAsync(rest, SocketFlags.None, cancellation)..];
    }

    private async ValueTask SendByWebServerAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellation)
    {
        for (var rest = frame; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, mostAtOnce)..])
            await upgraded.WriteAsync(rest[..Math.Min(rest.Length, mostAtOnce)], cancellation);
    }
}
