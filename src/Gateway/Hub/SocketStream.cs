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
/// <param name="socket">The socket under it, with nothing between the two.</param>
internal sealed class SocketStream(Stream upgraded, Socket socket) : Stream
{
    private bool hasRead;
    private volatile bool isDirect;

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
        return reading.IsCompleted ? reading : ReadFirstAsync(reading);
    }

    /// <summary>Ends when the socket's buffer has taken all of it. One write at a time.</summary>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!isDirect)
            return upgraded.WriteAsync(buffer, cancellationToken);
        var sending = socket.SendAsync(buffer, SocketFlags.None, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
            return SendAllAsync(sending, buffer, cancellationToken);
        // It has ended, so this waits for nothing. Mostly there was room for all of it.
        var sent = sending.GetAwaiter().GetResult();
        return sent == buffer.Length ? default : WriteAsync(buffer[sent..], cancellationToken);
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

    private async ValueTask<int> ReadFirstAsync(ValueTask<int> reading)
    {
        var read = await reading;
        isDirect = true;
        return read;
    }

    private async ValueTask SendAllAsync(ValueTask<int> sending, ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        var sent = await sending;
        while (sent < buffer.Length)
            sent += await socket.SendAsync(buffer[sent..], SocketFlags.None, cancellation);
    }
}
