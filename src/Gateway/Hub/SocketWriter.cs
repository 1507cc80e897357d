using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace GridGrains.Gateway;

/// <summary>
/// What the hub writes for one client, straight into its WebSocket: a message goes out on the thread that wrote it, and a write ends when
/// the connection can take the next. Nothing is kept here but what is being written; SignalR's own way has a pipe and a task in between.
/// </summary>
/// <param name="socket">The client's.</param>
/// <param name="mostAtOnce">A longer message goes out in pieces of so many bytes, so that one that is not taken is not kept whole once more.</param>
internal sealed class SocketWriter(WebSocket socket, int mostAtOnce) : PipeWriter
{
    private const int LeastBuffer = 512;

    private byte[] buffer = [];
    private int written;

    /// <inheritdoc/>
    public override void Advance(int bytes) => written += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, LeastBuffer));
        return buffer.AsMemory(written);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what was written piece by piece into the memory given.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        written == 0 ? default : new(SendWrittenAsync());

    /// <summary>Sends bytes that are already there, without copying them first.</summary>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        if (written > 0)
        {
            this.Write(source.Span);
            return FlushAsync(cancellationToken);
        }
        if (source.Length > mostAtOnce)
            return new(SendPiecesAsync(source));
        var sending = socket.SendAsync(source, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
            return new(EndAsync(sending));
        // It has ended, so this waits for nothing; it gives the source of the task back for the next message.
        sending.GetAwaiter().GetResult();
        return default;
    }

    /// <inheritdoc/>
    public override void CancelPendingFlush()
    {
    }

    /// <inheritdoc/>
    public override void Complete(Exception? exception = null)
    {
    }

    // A connection that has gone is no failure: the hub hears of it by the end of what it reads.
    private static async Task<FlushResult> EndAsync(ValueTask sending)
    {
        try
        {
            await sending;
            return default;
        }
        catch (Exception)
        {
            return new FlushResult(isCanceled: false, isCompleted: true);
        }
    }

    private async Task<FlushResult> SendPiecesAsync(ReadOnlyMemory<byte> message)
    {
        while (message.Length > mostAtOnce)
        {
            var sent = await EndAsync(socket.SendAsync(message[..mostAtOnce], WebSocketMessageType.Text, endOfMessage: false, CancellationToken.None));
            if (sent.IsCompleted)
                return sent;
            message = message[mostAtOnce..];
        }
        return await EndAsync(socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None));
    }

    private async Task<FlushResult> SendWrittenAsync()
    {
        var (message, length) = (buffer, written);
        (buffer, written) = ([], 0);
        try
        {
            return await SendPiecesAsync(message.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    private void Reserve(int bytes)
    {
        if (buffer.Length - written >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(written + bytes, buffer.Length * 2));
        buffer.AsSpan(0, written).CopyTo(larger);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
