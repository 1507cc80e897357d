using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace GridGrains.Bench.Ingest;

/// <summary>One kept HTTP/1.1 connection that sends report after report and waits for each answer: a socket and a few comparisons, so that the generator takes little of the two cores.</summary>
internal sealed class LoadConnection(IPEndPoint server, ReportTemplate[] leaves, int number, int connections)
{
    private readonly byte[] answer = new byte[16 * 1024];

    public long Acknowledged { get; private set; }

    /// <summary>Sends until it is stopped, or until the reports of this number have been sent.</summary>
    public async Task RunAsync(Latencies latencies, Func<bool> measuring, CancellationToken stop, long reports = long.MaxValue)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, stop);
        for (long n = number; n < reports && !stop.IsCancellationRequested; n += connections)
        {
            var sent = Stopwatch.GetTimestamp();
            await socket.SendAsync(leaves[n % leaves.Length].Report(n), SocketFlags.None, CancellationToken.None);
            await ReadAnswerAsync(socket);
            Acknowledged++;
            if (measuring())
                latencies.Add(Stopwatch.GetElapsedTime(sent));
        }
    }

    /// <summary>Sends one more report, twice, as a device does that has not heard the answer: it is to be counted once.</summary>
    public async Task RepeatAsync()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server);
        var report = leaves[0].Report(int.MaxValue);
        for (var times = 0; times < 2; times++)
        {
            await socket.SendAsync(report, SocketFlags.None);
            await ReadAnswerAsync(socket);
        }
        Acknowledged++;
    }

    private async Task ReadAnswerAsync(Socket socket)
    {
        var length = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(length), SocketFlags.None);
            if (read == 0)
                throw new IOException("the service closed the connection");
            length += read;
            if (IsWhole(answer.AsSpan(0, length)))
                return;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        if (!answer.StartsWith("HTTP/1.1 200"u8))
            throw new InvalidDataException($"the service answered {System.Text.Encoding.UTF8.GetString(answer)}");
        var at = answer.IndexOf("Content-Length: "u8);
        if (at < 0)
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        return Utf8Parser.TryParse(answer[(at + 16)..head], out int body, out _) && answer.Length >= head + 4 + body;
    }
}
