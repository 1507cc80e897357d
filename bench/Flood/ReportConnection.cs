using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace GridGrains.Bench.Flood;

/// <summary>One kept HTTP/1.1 connection that sends a report and says with which status it was answered.</summary>
internal sealed class ReportConnection : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] answer = new byte[16 * 1024];

    public Task ConnectAsync(IPEndPoint server, CancellationToken cancellation) => socket.ConnectAsync(server, cancellation).AsTask();

    public async Task<int> SendAsync(ReadOnlyMemory<byte> report)
    {
        await socket.SendAsync(report, SocketFlags.None);
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), SocketFlags.None);
            if (read == 0)
                throw new IOException("the service closed the connection");
            length += read;
            if (StatusIfWhole(answer.AsSpan(0, length)) is { } status)
                return status;
        }
    }

    public void Dispose() => socket.Dispose();

    private static int? StatusIfWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        var at = answer.IndexOf("Content-Length: "u8);
        var whole = at < 0 ? answer.EndsWith("\r\n0\r\n\r\n"u8) : Utf8Parser.TryParse(answer[(at + 16)..head], out int body, out _) && answer.Length >= head + 4 + body;
        return whole && Utf8Parser.TryParse(answer[9..12], out int status, out _) ? status : null;
    }
}
