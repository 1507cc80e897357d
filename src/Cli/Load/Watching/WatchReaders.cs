using System.Collections.Concurrent;
using System.Net.Sockets;

namespace GridGrains.Cli;

/// <summary>
/// Reads for all watchers by one task that looks every few milliseconds whose socket has something. A thread that is woken for each frame would take more of the
/// processors shared with the service than the service does.
/// </summary>
/// <param name="pause">From one look to the next: a frame is seen late by up to so much.</param>
/// <param name="clock">The run's time.</param>
internal sealed class WatchReaders(TimeSpan pause, RunClock clock)
{
    private readonly ConcurrentQueue<WatchLink> joining = new();
    private readonly Dictionary<Socket, WatchLink> links = [];
    private readonly List<Socket> sockets = [];
    private readonly List<Socket> ready = [];

    /// <summary>Reads for this one too, until it is closed.</summary>
    public void Join(WatchLink link) => joining.Enqueue(link);

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await clock.UntilAsync(clock.Now + (long)pause.TotalMicroseconds, CancellationToken.None);
            while (joining.TryDequeue(out var link))
            {
                links[link.Socket!] = link;
                sockets.Add(link.Socket!);
            }
            if (sockets.Count > 0)
                Look();
        }
    }

    private void Look()
    {
        ready.Clear();
        ready.AddRange(sockets);
        try
        {
            Socket.Select(ready, null, null, 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // One was dropped; it says so itself when it is read.
            sockets.RemoveAll(socket => !IsRead(socket, hasSome: false));
            return;
        }
        foreach (var socket in ready)
        {
            if (!IsRead(socket, hasSome: true))
                sockets.Remove(socket);
        }
    }

    private bool IsRead(Socket socket, bool hasSome)
    {
        if (links[socket].ReadOnce(hasSome))
            return true;
        links.Remove(socket);
        return false;
    }
}
