using System.IO.Pipelines;

namespace GridGrains.Feed.Tests;

/// <summary>The web server's stream after an upgrade: the client says what a test says, and what is written is kept.</summary>
internal sealed class UpgradedStream : Stream
{
    private readonly Pipe said = new();

    /// <summary>What was written, write by write.</summary>
    public List<byte[]> Written { get; } = [];

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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => said.Reader.AsStream().ReadAsync(buffer, cancellationToken);

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Written.Add(buffer.ToArray());
        return default;
    }

    /// <summary>The client says something.</summary>
    public async Task SayAsync(byte[] bytes) => await said.Writer.WriteAsync(bytes, TestContext.Current.CancellationToken);
}
