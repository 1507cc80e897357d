using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class SocketWriterTests : IDisposable
{
    private const int MostAtOnce = 16;
    private readonly FakeSocket socket = new();
    private readonly SocketWriter writer;

    public SocketWriterTests() => writer = new SocketWriter(socket, MostAtOnce);

    public void Dispose() => socket.Dispose();

    [Fact]
    public async Task Write_OfAMessage_IsOneMessage()
    {
        await writer.WriteAsync("one"u8.ToArray(), TestContext.Current.CancellationToken);
        await writer.WriteAsync("two"u8.ToArray(), TestContext.Current.CancellationToken);

        Assert.Equal(["one!", "two!"], socket.Sent);
    }

    [Fact]
    public async Task Write_OfALongMessage_IsOneMessageInPieces()
    {
        var text = new string('x', (2 * MostAtOnce) + 3);

        await writer.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

        Assert.Equal([new string('x', MostAtOnce), new string('x', MostAtOnce), "xxx!"], socket.Sent);
    }

    [Fact]
    public async Task Flush_OfWhatWasWrittenInParts_IsOneMessage()
    {
        writer.Write("a"u8);
        writer.Write(Encoding.ASCII.GetBytes(new string('b', 1000)).AsSpan());
        Assert.Empty(socket.Sent);

        await writer.FlushAsync(TestContext.Current.CancellationToken);
        await writer.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal("a" + new string('b', 1000) + "!", string.Concat(socket.Sent));
    }

    [Fact]
    public async Task Write_WhileTheSocketTakesNothing_IsNotDone()
    {
        socket.Taking = new TaskCompletionSource();

        var writing = writer.WriteAsync("one"u8.ToArray(), TestContext.Current.CancellationToken).AsTask();
        Assert.False(writing.IsCompleted);
        socket.Taking.SetResult();

        Assert.False((await writing).IsCompleted);
    }

    [Fact]
    public async Task Write_ToASocketThatHasGone_EndsAndDoesNotThrow()
    {
        socket.Taking = new TaskCompletionSource();
        socket.Taking.SetException(new WebSocketException("gone"));

        Assert.True((await writer.WriteAsync("one"u8.ToArray(), TestContext.Current.CancellationToken)).IsCompleted);
        Assert.True((await writer.WriteAsync(new byte[100], TestContext.Current.CancellationToken)).IsCompleted);
        Assert.Equal(2, socket.Sent.Count);
    }

    /// <summary>Keeps what is sent; the end of a message is an exclamation mark.</summary>
    private sealed class FakeSocket : WebSocket
    {
        public List<string> Sent { get; } = [];

        public TaskCompletionSource? Taking { get; set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            Sent.Add(Encoding.ASCII.GetString(buffer.Span) + (endOfMessage ? "!" : ""));
            return Taking is { } taking ? new(taking.Task) : default;
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Abort()
        {
        }

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
