using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>What a client's own WebSocket makes of what is written to it.</summary>
public sealed class SocketWriterTests : IAsyncLifetime
{
    private SocketPair pair = null!;
    private SocketWriter writer = null!;
    private WebSocket client = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        pair = await SocketPair.ConnectAsync();
        await pair.SpeakAsync();
        writer = new SocketWriter(pair.Stream);
        client = WebSocket.CreateFromStream(new NetworkStream(pair.Client), new WebSocketCreationOptions());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await pair.DisposeAsync();
    }

    [Fact]
    public async Task Write_OfAMessage_IsOneMessage()
    {
        await writer.WriteAsync("one"u8.ToArray(), Cancellation);
        await writer.WriteAsync("two"u8.ToArray(), Cancellation);

        Assert.Equal("one", await ReceiveAsync());
        Assert.Equal("two", await ReceiveAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(3_000_000)]
    public async Task Flush_OfWhatWasWrittenInParts_IsOneMessage(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(n => (char)('a' + (n % 26))));
        foreach (var part in Encoding.ASCII.GetBytes(text).Chunk(1000))
            writer.Write(part.AsSpan());

        var flushing = writer.FlushAsync(Cancellation).AsTask();

        Assert.Equal(text, await ReceiveAsync());
        await flushing;
        Assert.False((await writer.FlushAsync(Cancellation)).IsCompleted);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(1_000)]
    [InlineData(70_000)]
    public async Task Push_IsOneMessageOfTheHubsProtocol(int length)
    {
        var push = PushOf(new string('x', length));

        await writer.PushAsync(push.Frame);

        var message = await ReceiveAsync();
        Assert.Equal(Encoding.UTF8.GetString(push.Message.Span), message);
        using var json = JsonDocument.Parse(message.TrimEnd('\u001e'));
        Assert.Equal("snapshot", json.RootElement.GetProperty("target").GetString());
        Assert.Equal(new string('x', length), json.RootElement.GetProperty("arguments")[0].GetString());
        Assert.Equal($"\"{new string('x', length)}\"", Encoding.UTF8.GetString(push.Argument.Span));
    }

    [Fact]
    public async Task Push_WhileTheHubComposesAMessage_ComesAfterIt()
    {
        writer.Write("ans"u8);
        var pushing = writer.PushAsync(PushOf("newer").Frame).AsTask();
        writer.Write("wer"u8);
        Assert.False(pushing.IsCompleted);

        await writer.FlushAsync(Cancellation);
        await pushing;

        Assert.Equal("answer", await ReceiveAsync());
        Assert.Contains("newer", await ReceiveAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Push_ThatIsOnItsWay_IsNotInterrupted()
    {
        var much = PushOf(new string('x', 32 * 1024 * 1024));

        var pushing = writer.PushAsync(much.Frame).AsTask();
        Assert.False(pushing.IsCompleted);
        var answering = writer.WriteAsync("answer"u8.ToArray(), Cancellation).AsTask();
        var control = pair.Stream.WriteAsync(new byte[] { 0x8a, 0 }, Cancellation).AsTask();

        Assert.Equal(much.Message.Length, (await ReceiveAsync()).Length);
        Assert.Equal("answer", await ReceiveAsync());
        await Task.WhenAll(pushing, answering, control);
    }

    [Fact]
    public async Task Write_ToASocketThatHasGone_EndsAndDoesNotThrow()
    {
        pair.Server.Dispose();

        Assert.True((await writer.WriteAsync("one"u8.ToArray(), Cancellation)).IsCompleted);
        await writer.PushAsync(PushOf("two").Frame);
        Assert.True((await writer.WriteAsync(new byte[100], Cancellation)).IsCompleted);
    }

    private static HubPush PushOf(string text) => HubPush.Of("snapshot", text, static (json, value) => json.WriteStringValue(value));

    private async Task<string> ReceiveAsync()
    {
        var (text, buffer) = (new StringBuilder(), new byte[64 * 1024]);
        while (true)
        {
            var read = await client.ReceiveAsync(buffer, Cancellation);
            Assert.Equal(WebSocketMessageType.Text, read.MessageType);
            text.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
            if (read.EndOfMessage)
                return text.ToString();
        }
    }
}
