using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GridGrains.Faults;

/// <summary>One kept HTTP/1.1 connection with at most one report under way: a socket and a few comparisons, for the generator shares the service's cores.</summary>
internal sealed class RawConnection(IPEndPoint service, RawReport[] reports) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] request = new byte[reports.Max(r => r.Length)];
    private readonly byte[] answer = new byte[8 * 1024];

    /// <summary>The ids that were acknowledged.</summary>
    public List<Guid> Acknowledged { get; } = [];

    /// <summary>Sends that ended without an answer.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Opens it.</summary>
    public async Task ConnectAsync(CancellationToken cancellation) => await socket.ConnectAsync(service, cancellation);

    /// <summary>Sends a report and gives the status of its answer and how long that took; 0 if the connection has ended.</summary>
    public async Task<(int Status, TimeSpan Took)> SendAsync()
    {
        var (report, id) = (reports[Random.Shared.Next(reports.Length)], Guid.CreateVersion7());
        report.Write(id, request);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            await socket.SendAsync(request.AsMemory(0, report.Length), SocketFlags.None);
            var status = await ReadAsync();
            if (status == 200)
                Acknowledged.Add(id);
            return (status, Stopwatch.GetElapsedTime(begun));
        }
        catch (SocketException)
        {
            Unanswered++;
            return (0, Stopwatch.GetElapsedTime(begun));
        }
    }

    public void Dispose() => socket.Dispose();

    private async Task<int> ReadAsync()
    {
        for (var length = 0; ;)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), SocketFlags.None);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            length += read;
            if (IsWhole(answer.AsSpan(0, length)) && Utf8Parser.TryParse(answer.AsSpan(9), out int status, out _))
                return status;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        var at = answer.IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        return Utf8Parser.TryParse(answer[(at + 16)..head], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
