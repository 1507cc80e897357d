using System.Net.Security;
using System.Net.Sockets;

namespace GridGrains.Cli;

/// <summary>A connection to the service from the socket up, so that the load takes as little as it can of the processors that it shares with the service.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Stream">What to read and write: the socket, or TLS over it.</param>
internal sealed record Line(Socket Socket, Stream Stream) : IDisposable
{
    /// <summary>Whether nothing lies between the socket and the bytes.</summary>
    public bool IsPlain => Stream is NetworkStream;

    /// <summary>Connects.</summary>
    public static async Task<Line> OpenAsync(Uri url, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(url.IdnHost, url.Port, cancellation);
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (url.Scheme == Uri.UriSchemeHttps)
            {
                var tls = new SslStream(stream);
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = url.IdnHost }, cancellation);
                stream = tls;
            }
            return new Line(socket, stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Dispose() => Stream.Dispose();
}
