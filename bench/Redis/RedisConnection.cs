using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridGrains.Bench.Redis;

/// <summary>
/// One connection that speaks RESP 2 and pipelines: commands of any number of callers go out in one send with whatever else has queued up, and answers come back in
/// their order. On a connection that has subscribed, what is published goes to the handler.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly Queue<TaskCompletionSource<object?>> waiting = new();
    private readonly SemaphoreSlim wanted = new(0, 1);
    private readonly NetworkStream stream;
    private readonly Action<string>? published;
    private readonly Task sending;
    private readonly Task receiving;
    private ArrayBufferWriter<byte> filling = new(64 * 1024);
    private ArrayBufferWriter<byte> emptying = new(64 * 1024);
    private volatile bool ended;

    private RedisConnection(Socket socket, Action<string>? published)
    {
        stream = new NetworkStream(socket, ownsSocket: true);
        this.published = published;
        sending = Task.Run(SendAsync);
        receiving = Task.Run(ReceiveAsync);
    }

    public static async Task<RedisConnection> OpenAsync(int port, CancellationToken cancellation, Action<string>? published = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), cancellation);
        return new RedisConnection(socket, published);
    }

    /// <summary>Sends a command of texts; the answer is a number, a text, an array of these, or null.</summary>
    public Task<object?> CallAsync(params string[] command) => CallAsync(command.Select(Encoding.UTF8.GetBytes).ToArray());

    /// <summary>As above, of bytes.</summary>
    public Task<object?> CallAsync(params byte[][] command)
    {
        var answer = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(ended, this);
            Head((byte)'*', command.Length);
            foreach (var part in command)
            {
                Head((byte)'$', part.Length);
                filling.Write(part);
                filling.Write("\r\n"u8);
            }
            waiting.Enqueue(answer);
            if (wanted.CurrentCount == 0)
                wanted.Release();
        }
        return answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        End(new ObjectDisposedException(nameof(RedisConnection)));
        await stream.DisposeAsync();
        await Task.WhenAll(sending, receiving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Head(byte kind, int number)
    {
        var span = filling.GetSpan(16);
        span[0] = kind;
        Utf8Formatter.TryFormat(number, span[1..], out var length);
        "\r\n"u8.CopyTo(span[(length + 1)..]);
        filling.Advance(length + 3);
    }

    private async Task SendAsync()
    {
        while (!ended)
        {
            await wanted.WaitAsync();
            lock (gate)
                (filling, emptying) = (emptying, filling);
            await stream.WriteAsync(emptying.WrittenMemory);
            emptying.ResetWrittenCount();
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));
            while (true)
            {
                var read = await pipe.ReadAsync();
                if (read.Buffer.IsEmpty && read.IsCompleted)
                    throw new IOException("Redis closed the connection");
                var consumed = Take(read.Buffer);
                pipe.AdvanceTo(consumed, read.Buffer.End);
            }
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    private SequencePosition Take(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        var whole = reader.Position;
        while (TryRead(ref reader, out var value))
        {
            whole = reader.Position;
            if (published is not null && value is object?[] { Length: 3 } message && message[0] is "message")
                published((string)message[2]!);
            else
                Answer(value);
        }
        return whole;
    }

    private void Answer(object? value)
    {
        TaskCompletionSource<object?> answered;
        lock (gate)
            answered = waiting.Dequeue();
        if (value is InvalidDataException error)
            answered.SetException(error);
        else
            answered.SetResult(value);
    }

    private static bool TryRead(ref SequenceReader<byte> reader, out object? value)
    {
        value = null;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> line, "\r\n"u8))
            return false;
        var text = Encoding.UTF8.GetString(line.Slice(1));
        switch ((char)line.FirstSpan[0])
        {
            case ':':
                value = long.Parse(text, CultureInfo.InvariantCulture);
                return true;
            case '+':
                value = text;
                return true;
            case '-':
                value = new InvalidDataException($"Redis answered {text}");
                return true;
            case '$':
                return TryReadText(ref reader, int.Parse(text, CultureInfo.InvariantCulture), out value);
            default:
                return TryReadArray(ref reader, int.Parse(text, CultureInfo.InvariantCulture), out value);
        }
    }

    private static bool TryReadText(ref SequenceReader<byte> reader, int length, out object? value)
    {
        value = null;
        if (length < 0)
            return true;
        if (reader.Remaining < length + 2)
            return false;
        value = Encoding.UTF8.GetString(reader.UnreadSequence.Slice(0, length));
        reader.Advance(length + 2);
        return true;
    }

    private static bool TryReadArray(ref SequenceReader<byte> reader, int length, out object? value)
    {
        value = null;
        var items = new object?[length];
        for (var i = 0; i < length; i++)
        {
            if (!TryRead(ref reader, out items[i]))
                return false;
        }
        value = items;
        return true;
    }

    private void End(Exception why)
    {
        lock (gate)
        {
            ended = true;
            while (waiting.TryDequeue(out var left))
                left.TrySetException(why);
            if (wanted.CurrentCount == 0)
                wanted.Release();
        }
    }
}
