using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GridGrains.Feed.Tests;

/// <summary>A client of the hub from the socket up, which does what a proper one would not.</summary>
internal sealed class RawClient : IDisposable
{
    public const int Text = 1;
    public const int Ping = 9;
    public const int Pong = 10;

    public const string Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";
    public const string WatchRoot = $"{{\"type\":1,\"invocationId\":\"1\",\"target\":\"Watch\",\"arguments\":[\"{Town.Campaign}\",[\"town\"]]}}\u001e";

    private readonly Socket socket;
    private readonly NetworkStream stream;

    private RawClient(Socket socket)
    {
        this.socket = socket;
        stream = new NetworkStream(socket);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Ends with the answer to the upgrade, and fails if anything comes before it.</summary>
    /// <param name="service">Where to.</param>
    /// <param name="saidBefore">Sent along with the request.</param>
    /// <param name="isFarAway">With buffers as on a phone's network: those of a loopback hold megabytes.</param>
    public static async Task<RawClient> ConnectAsync(Service service, string? saidBefore = null, bool isFarAway = false)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        if (isFarAway)
            socket.ReceiveBufferSize = 4096;
        if (isFarAway && OperatingSystem.IsLinux())
            socket.SetRawSocketOption(optionLevel: 6, optionName: 2, BitConverter.GetBytes(1400));
        await socket.ConnectAsync(IPAddress.Loopback, service.Address.Port, Cancellation);
        var client = new RawClient(socket);
        await socket.SendAsync((byte[])
        [
            .. Encoding.ASCII.GetBytes(
                $"GET /hub?access_token={service.Token()} HTTP/1.1\r\nHost: {service.Address.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"),
            .. saidBefore is null ? [] : Frame(Text, saidBefore),
        ], Cancellation);
        await client.ReadUpgradeAsync();
        return client;
    }

    public Task SendTextAsync(string text) => SendAsync(Text, text);

    public async Task SendAsync(int kind, string text) => await socket.SendAsync(Frame(kind, text), Cancellation);

    /// <summary>The next frame.</summary>
    public async Task<(int Kind, string Text)> ReceiveAsync()
    {
        var head = await ReadAsync(2);
        int length = head[1];
        if (length == 126)
        {
            var longer = await ReadAsync(2);
            length = (longer[0] << 8) | longer[1];
        }
        return (head[0] & 0x0f, Encoding.UTF8.GetString(await ReadAsync(length)));
    }

    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    // A mask of zeros leaves the bytes as they are.
    private static byte[] Frame(int kind, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length < 126
            ? [(byte)(0x80 | kind), (byte)(0x80 | bytes.Length), 0, 0, 0, 0, .. bytes]
            : [(byte)(0x80 | kind), 0xfe, (byte)(bytes.Length >> 8), (byte)bytes.Length, 0, 0, 0, 0, .. bytes];
    }

    private async Task ReadUpgradeAsync()
    {
        var answer = new StringBuilder();
        while (!answer.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            answer.Append((char)(await ReadAsync(1))[0]);
        Assert.StartsWith("HTTP/1.1 101", answer.ToString(), StringComparison.Ordinal);
    }

    private async Task<byte[]> ReadAsync(int length)
    {
        var bytes = new byte[length];
        await stream.ReadExactlyAsync(bytes, Cancellation);
        return bytes;
    }
}
