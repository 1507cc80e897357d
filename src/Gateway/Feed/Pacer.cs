namespace GridGrains.Gateway;

/// <summary>
/// Runs an action at once when it is asked for, then at most once in an interval and never twice at a time. However often it is
/// asked for meanwhile, it runs once more. It runs on the thread pool, so whoever asks is not held up.
/// </summary>
internal sealed partial class Pacer : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock gate = new();
    private readonly TimeSpan interval;
    private readonly TimeProvider time;
    private readonly Action<long> action;
    private readonly ILogger log;
    private readonly ITimer timer;
    private long? lastBegan;
    private bool asked;
    private bool running;
    private bool disposed;

    /// <summary>Nothing runs before it is asked for.</summary>
    /// <param name="interval">Least time from one beginning to the next.</param>
    /// <param name="time">The clock.</param>
    /// <param name="action">Gets the timestamp of its beginning.</param>
    /// <param name="log">Where a failure of the action goes; the next run is not affected.</param>
    public Pacer(TimeSpan interval, TimeProvider time, Action<long> action, ILogger log)
    {
        this.interval = interval;
        this.time = time;
        this.action = action;
        this.log = log;
        timer = time.CreateTimer(static pacer => ((Pacer)pacer!).Queue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Rounded up, and not negative: a timer counts whole milliseconds and would otherwise be early.</summary>
    public static TimeSpan InWholeMilliseconds(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(span.TotalMilliseconds)));

    /// <summary>Asks for a run that begins after this call.</summary>
    public void Request()
    {
        lock (gate)
        {
            if (asked || disposed)
                return;
            asked = true;
            if (!running)
                Schedule();
        }
    }

    /// <summary>Called by the thread pool.</summary>
    public void Execute()
    {
        long now;
        lock (gate)
        {
            if (disposed)
                return;
            asked = false;
            running = true;
            now = time.GetTimestamp();
            lastBegan = now;
        }
        try
        {
            action(now);
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
        lock (gate)
        {
            running = false;
            if (asked && !disposed)
                Schedule();
        }
    }

    /// <summary>Nothing begins after this.</summary>
    public void Dispose()
    {
        lock (gate)
            disposed = true;
        timer.Dispose();
    }

    private void Schedule()
    {
        var left = lastBegan is { } last ? interval - time.GetElapsedTime(last) : TimeSpan.Zero;
        if (left > TimeSpan.Zero)
            timer.Change(InWholeMilliseconds(left), Timeout.InfiniteTimeSpan);
        else
            Queue();
    }

    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    [LoggerMessage(400, LogLevel.Error, "A change could not be published; the next one will be")]
    private partial void LogFailed(Exception e);
}
