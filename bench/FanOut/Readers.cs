using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace GridGrains.Bench.FanOut;

/// <summary>
/// Reads for many listeners, on one thread that looks every few milliseconds whose socket has something. A thread that is woken for each
/// frame, as each real client would be on its own machine, would take more of the cores shared with the service than the service does.
/// </summary>
internal sealed partial class Readers : IAsyncDisposable
{
    private readonly ConcurrentQueue<Listener> joining = new();
    private readonly List<Listener> listeners = [];
    private readonly CancellationTokenSource ending = new();
    private readonly TimeSpan pause;
    private readonly Task reading;
    private Ready[] sockets = [];

    /// <param name="pause">From one look to the next: what is measured is late by up to so much.</param>
    public Readers(TimeSpan pause)
    {
        this.pause = pause;
        reading = Task.Run(ReadAsync);
    }

    /// <summary>Reads for this one too, until it is paused or closed.</summary>
    public void Join(Listener listener) => joining.Enqueue(listener);

    /// <summary>Reads for nobody any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await reading;
        ending.Dispose();
    }

    // poll(2) and its struct pollfd.
    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll([In, Out] Ready[] sockets, nuint count, int timeoutMilliseconds);

    private async Task ReadAsync()
    {
        using var timer = new PeriodicTimer(pause);
        while (!ending.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            Admit();
            if (listeners.Count > 0 && Poll(sockets, (nuint)listeners.Count, 0) > 0)
                ReadWhatIsReady();
        }
    }

    private void Admit()
    {
        if (joining.IsEmpty)
            return;
        while (joining.TryDequeue(out var listener))
        {
            listener.Join();
            listeners.Add(listener);
        }
        Look();
    }

    private void ReadWhatIsReady()
    {
        var left = false;
        for (var i = 0; i < listeners.Count; i++)
        {
            if (sockets[i].Returned != 0)
                left |= !listeners[i].ReadOnce();
        }
        if (!left)
            return;
        listeners.RemoveAll(listener => !listener.IsReading);
        Look();
    }

    private void Look() => sockets = [.. listeners.Select(listener => new Ready { Socket = listener.Handle, Asked = Ready.Readable })];

    [StructLayout(LayoutKind.Sequential)]
    private struct Ready
    {
        public const short Readable = 1;

        public int Socket;
        public short Asked;
        public short Returned;
    }
}
