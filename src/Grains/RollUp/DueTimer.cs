namespace GridGrains.RollUp;

/// <summary>
/// Calls a grain's attention at a moment that may be far off and may move. It does not keep the grain awake: what sleeps is asked by its area
/// when its moment has come.
/// </summary>
internal sealed class DueTimer
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private readonly TimeProvider time;
    private readonly IGrainTimer timer;
    private DateTime? armedFor;

    /// <summary>A timer that waits for nothing.</summary>
    public DueTimer(IGrainBase grain, TimeProvider time, Action due)
    {
        this.time = time;
        timer = grain.RegisterGrainTimer(
            _ =>
            {
                armedFor = null;
                due();
                return Task.CompletedTask;
            },
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    /// <summary>Waits for a moment in real time from now on, or for none.</summary>
    public void Set(DateTime? due)
    {
        if (due == armedFor)
            return;
        armedFor = due;
        timer.Change(due is { } moment ? Wait(moment) : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits for nothing any more.</summary>
    public void Stop() => timer.Dispose();

    private TimeSpan Wait(DateTime moment)
    {
        var left = moment - time.GetUtcNow().UtcDateTime;
        return left < Shortest ? Shortest : left > Longest ? Longest : left;
    }
}
