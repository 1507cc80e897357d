using System.Net;
using System.Net.Sockets;

namespace GridGrains.Faults;

/// <summary>The way between a service and its database: it can be made slow, silent or cut. It is a TCP proxy on this machine.</summary>
internal sealed class Way : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int to;
    private readonly Lock gate = new();
    private readonly HashSet<Socket> sockets = [];
    private readonly Task accepting;
    private TaskCompletionSource open = Open();
    private TimeSpan delay;
    private bool cut;

    public Way(int to)
    {
        this.to = to;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The service's end of it.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whatever the database says arrives so much later.</summary>
    public void Delay(TimeSpan by)
    {
        lock (gate)
            delay = by;
    }

    /// <summary>Nothing gets through in either direction any more, and nobody is told: as a cable that was pulled.</summary>
    public void Silence()
    {
        lock (gate)
            open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Every connection is ended, and a new one at once.</summary>
    public void Cut()
    {
        lock (gate)
        {
            cut = true;
            CloseAll();
        }
    }

    /// <summary>As it was at first. What was held back by a silence is not delivered any more.</summary>
    public void Heal()
    {
        lock (gate)
        {
            if (!open.Task.IsCompleted)
                CloseAll();
            (delay, cut) = (TimeSpan.Zero, false);
            open.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        Heal();
        lock (gate)
            CloseAll();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private static TaskCompletionSource Open()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private void CloseAll()
    {
        foreach (var socket in sockets)
            socket.Close(0);
        sockets.Clear();
    }

    private async Task AcceptAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            var service = await listener.AcceptSocketAsync(ending.Token);
            _ = CarryAsync(service);
        }
    }

    private async Task CarryAsync(Socket service)
    {
        var database = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        service.NoDelay = true;
        try
        {
            lock (gate)
            {
                if (cut)
                {
                    service.Close(0);
                    return;
                }
                sockets.Add(service);
                sockets.Add(database);
            }
            await database.ConnectAsync(IPAddress.Loopback, to, ending.Token);
            await Task.WhenAny(PumpAsync(service, database, delayed: false), PumpAsync(database, service, delayed: true));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The database is not there; the service finds its connection ended.
        }
        finally
        {
            service.Dispose();
            database.Dispose();
            lock (gate)
            {
                sockets.Remove(service);
                sockets.Remove(database);
            }
        }
    }

    private async Task PumpAsync(Socket from, Socket into, bool delayed)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, ending.Token) is > 0 and var read)
            {
                Task opened;
                TimeSpan wait;
                lock (gate)
                    (opened, wait) = (open.Task, delayed ? delay : TimeSpan.Zero);
                await opened;
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, TimeProvider.System, ending.Token);
                for (var sent = 0; sent < read;)
                    sent += await into.SendAsync(buffer.AsMemory(sent, read - sent), ending.Token);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One end has gone, and the other goes with it.
        }
    }
}
