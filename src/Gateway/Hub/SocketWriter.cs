using System.Buffers;
using System.IO.Pipelines;

namespace GridGrains.Gateway;

/// <summary>
/// What is written to one client: the hub's messages, which it composes here piece by piece, and the feed's pushes, whose frames are there already.
/// Either goes out on the thread that wrote it, and a write ends when the connection can take the next. Nothing is kept here but what is being written.
/// </summary>
internal sealed class SocketWriter(SocketStream socket) : PipeWriter
{
    private const int LeastBuffer = 512;

    private byte[] buffer = [];
    private int written;

    /// <inheritdoc/>
    public override void Advance(int bytes) => written += bytes;

    /// <inheritdoc/>
    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (written == 0)
            socket.Turn.Compose();
        Reserve(Math.Max(sizeHint, LeastBuffer));
        return buffer.AsMemory(TextFrame.LongestHead + written);
    }

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Sends what was written into the memory given, as one message.</summary>
    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        written == 0 ? default : new(SendWrittenAsync());

    /// <summary>Sends bytes that are already there, as one message.</summary>
    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        this.Write(source.Span);
        return FlushAsync(cancellationToken);
    }

    /// <summary>Sends a frame of the feed, without copying it. One at a time; ends, and does not throw, when the client has gone.</summary>
    public ValueTask PushAsync(ReadOnlyMemory<byte> frame)
    {
        if (!socket.Turn.TryTakeToPush())
            return PushInTurnAsync(frame);
        var sending = socket.SendAsync(frame, CancellationToken.None);
        if (!sending.IsCompletedSuccessfully)
            return EndPushAsync(sending);
        socket.Turn.Return();
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

    private async ValueTask PushInTurnAsync(ReadOnlyMemory<byte> frame)
    {
        await socket.Turn.TakeToPushAsync();
        await EndPushAsync(socket.SendAsync(frame, CancellationToken.None));
    }

    private async ValueTask EndPushAsync(ValueTask sending)
    {
        try
        {
            await sending;
        }
        catch (Exception)
        {
            // The connection has gone; the hub hears of it by the end of what it reads.
        }
        finally
        {
            socket.Turn.Return();
        }
    }

    private async Task<FlushResult> SendWrittenAsync()
    {
        var (message, length) = (buffer, written);
        (buffer, written) = ([], 0);
        var head = TextFrame.HeadLength(length);
        var frame = message.AsMemory(TextFrame.LongestHead - head, head + length);
        TextFrame.WriteHead(frame.Span, length);
        await socket.Turn.TakeAsync();
        try
        {
            await socket.SendAsync(frame, CancellationToken.None);
            return default;
        }
        catch (Exception)
        {
            // A connection that has gone is no failure here either.
            return new FlushResult(isCanceled: false, isCompleted: true);
        }
        finally
        {
            socket.Turn.Return(composed: true);
            ArrayPool<byte>.Shared.Return(message);
        }
    }

    private void Reserve(int bytes)
    {
        var needed = TextFrame.LongestHead + written + bytes;
        if (buffer.Length >= needed)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, buffer.Length * 2));
        buffer.CopyTo(larger, 0);
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
