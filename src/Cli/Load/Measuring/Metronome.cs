namespace GridGrains.Cli;

/// <summary>
/// Wakes who waits for a moment of the run, late by less than a millisecond on a machine that has time. A timer of the thread pool goes by a clock of 4 ms, which would be most of
/// what a fast service takes to answer.
/// </summary>
internal sealed class Metronome : IDisposable
{
    private readonly Lock starting = new();
    private readonly object gate = new();
    private readonly PriorityQueue<TaskCompletionSource, long> sleepers = new();
    private readonly Func<long> now;
    private Thread? thread;
    private bool isOver;

    /// <param name="now">The run's time, in µs.</param>
    public Metronome(Func<long> now) => this.now = now;

    /// <summary>Ends at that moment, never before it.</summary>
    public async Task UntilAsync(long due, CancellationToken cancellation)
    {
        var sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Start();
        lock (gate)
        {
            var isFirst = !sleepers.TryPeek(out _, out var earliest) || due < earliest;
            sleepers.Enqueue(sleeper, due);
            if (isFirst)
                Monitor.Pulse(gate);
        }
        using (cancellation.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), sleeper))
            await sleeper.Task;
    }

    /// <summary>Wakes nobody any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Monitor.Pulse(gate);
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref thread) is not null)
            return;
        lock (starting)
        {
            if (thread is not null)
                return;
            Volatile.Write(ref thread, new Thread(Run) { IsBackground = true, Name = "metronome", Priority = ThreadPriority.AboveNormal });
            thread!.Start();
        }
    }

    private void Run()
    {
        lock (gate)
        {
            while (!isOver)
            {
                if (!sleepers.TryPeek(out var first, out var due))
                    Monitor.Wait(gate);
                else if (due - now() is > 0 and var left)
                    Monitor.Wait(gate, (int)Math.Min(int.MaxValue, (left + 999) / 1000));
                else
                {
                    sleepers.Dequeue();
                    first.TrySetResult();
                }
            }
        }
    }
}
