using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class SocketStreamTests : IAsyncLifetime
{
    private readonly Pipe fromClient = new();
    private readonly MemoryStream byWebServer = new();
    private Socket client = null!;
    private Socket server = null!;
    private SocketStream stream = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint!, Cancellation);
        server = await listener.AcceptAsync(Cancellation);
        stream = new SocketStream(new Upgraded(fromClient.Reader.AsStream(), byWebServer), server);
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        server.Dispose();
        client.Dispose();
    }

    [Fact]
    public async Task Write_BeforeTheFirstByteIsRead_IsTheWebServers()
    {
        await stream.WriteAsync("early"u8.ToArray(), Cancellation);

        Assert.Equal("early"u8.ToArray(), byWebServer.ToArray());
    }

    [Fact]
    public async Task Write_AfterTheFirstByteIsRead_GoesIntoTheSocket()
    {
        await ReadFirstAsync();

        await stream.WriteAsync("direct"u8.ToArray(), Cancellation);

        var got = new byte[16];
        Assert.Equal("direct"u8.ToArray(), got[..await client.ReceiveAsync(got, Cancellation)]);
        Assert.Empty(byWebServer.ToArray());
    }

    [Fact]
    public async Task Write_ToAClientWhoseFirstByteWasThereTooEarly_IsTheWebServers()
    {
        await fromClient.Writer.WriteAsync("x"u8.ToArray(), Cancellation);
        Assert.Equal(1, await stream.ReadAsync(new byte[8], Cancellation));

        await stream.WriteAsync("late"u8.ToArray(), Cancellation);

        Assert.Equal("late"u8.ToArray(), byWebServer.ToArray());
    }

    [Fact]
    public async Task Write_OfMoreThanTheSocketTakes_EndsWhenItHasTakenAll()
    {
        await ReadFirstAsync();
        var much = new byte[32 * 1024 * 1024];
        new Random(1).NextBytes(much);

        var writing = stream.WriteAsync(much, Cancellation).AsTask();
        Assert.False(writing.IsCompleted);
        var got = new byte[much.Length];
        await using var reading = new NetworkStream(client);
        await reading.ReadExactlyAsync(got, Cancellation);
        await writing;

        Assert.True(got.AsSpan().SequenceEqual(much));
    }

    [Fact]
    public async Task Write_ToAClientThatHasGone_Fails()
    {
        await ReadFirstAsync();
        server.Dispose();

        await Assert.ThrowsAnyAsync<Exception>(() => stream.WriteAsync("nobody"u8.ToArray(), Cancellation).AsTask());
    }

    private async Task ReadFirstAsync()
    {
        var reading = stream.ReadAsync(new byte[8], Cancellation).AsTask();
        await fromClient.Writer.WriteAsync("x"u8.ToArray(), Cancellation);
        Assert.Equal(1, await reading);
    }

    private sealed class Upgraded(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get; set; }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => writes.WriteAsync(buffer, cancellationToken);
    }
}
