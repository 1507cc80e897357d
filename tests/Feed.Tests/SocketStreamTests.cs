using System.Text;

namespace GridGrains.Feed.Tests;

public sealed class SocketStreamTests : IAsyncLifetime
{
    private SocketPair pair = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => pair = await SocketPair.ConnectAsync();

    public ValueTask DisposeAsync() => pair.DisposeAsync();

    [Fact]
    public async Task Write_BeforeTheFirstByteIsRead_IsTheWebServers()
    {
        await pair.Stream.WriteAsync("early"u8.ToArray(), Cancellation);

        Assert.Equal("early"u8.ToArray(), Assert.Single(pair.ByWebServer));
    }

    [Fact]
    public async Task Write_AfterTheFirstByteIsRead_GoesIntoTheSocket()
    {
        await pair.SpeakAsync();

        await pair.Stream.WriteAsync("direct"u8.ToArray(), Cancellation);

        Assert.Equal("direct"u8.ToArray(), await pair.ReceiveAsync(6));
        Assert.Empty(pair.ByWebServer);
    }

    [Fact]
    public async Task Write_ToAClientWhoseFirstByteWasThereTooEarly_IsTheWebServers()
    {
        await pair.SpeakTooEarlyAsync();
        Assert.Equal(1, await pair.Stream.ReadAsync(new byte[8], Cancellation));

        await pair.Stream.WriteAsync("late"u8.ToArray(), Cancellation);

        Assert.Equal("late"u8.ToArray(), Assert.Single(pair.ByWebServer));
    }

    [Fact]
    public async Task Write_OfALongMessageByTheWebServer_IsInPieces()
    {
        var text = new string('x', SocketPair.MostAtOnce) + new string('y', SocketPair.MostAtOnce) + "zz";

        await pair.Stream.WriteAsync(Encoding.ASCII.GetBytes(text), Cancellation);

        Assert.Equal([SocketPair.MostAtOnce, SocketPair.MostAtOnce, 2], pair.ByWebServer.Select(piece => piece.Length));
        Assert.Equal(text, string.Concat(pair.ByWebServer.Select(Encoding.ASCII.GetString)));
    }

    [Fact]
    public async Task Write_OfMoreThanTheSocketTakes_EndsWhenItHasTakenAll()
    {
        await pair.SpeakAsync();
        var much = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(much);

        var writing = pair.Stream.WriteAsync(much, Cancellation).AsTask();
        Assert.False(writing.IsCompleted);
        var got = await pair.ReceiveAsync(much.Length);
        await writing;

        Assert.True(got.AsSpan().SequenceEqual(much));
    }

    [Fact]
    public async Task Write_WhileAnotherIsOnItsWay_ComesAfterAllOfIt()
    {
        await pair.SpeakAsync();
        var much = new byte[32 * 1024 * 1024];

        var writing = pair.Stream.WriteAsync(much, Cancellation).AsTask();
        var next = pair.Stream.WriteAsync("next"u8.ToArray(), Cancellation).AsTask();
        var got = await pair.ReceiveAsync(much.Length + 4);
        await Task.WhenAll(writing, next);

        Assert.Equal("next"u8.ToArray(), got[^4..]);
    }

    [Fact]
    public async Task Write_ToAClientThatHasGone_FailsAndSoDoesTheNext()
    {
        await pair.SpeakAsync();
        pair.Server.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => pair.Stream.WriteAsync("nobody"u8.ToArray(), Cancellation).AsTask());
        await Assert.ThrowsAnyAsync<Exception>(() => pair.Stream.WriteAsync("nobody"u8.ToArray(), Cancellation).AsTask());
    }
}
