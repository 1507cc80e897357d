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
    private readonly Action due;
    private readonly IGrainTimer timer;
    private DateTime? moment;
    private DateTime armedFor = DateTime.MaxValue;

    /// <summary>A timer that waits for nothing.</summary>
    public DueTimer(IGrainBase grain, TimeProvider time, Action due)
    {
        this.time = time;
        this.due = due;
        timer = grain.RegisterGrainTimer(
            OnTimer, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    /// <summary>Waits for a moment in real time from now on, or for none.</summary>
    public void Set(DateTime? next)
    {
        moment = next;
        // One that has moved away is found when the timer is there: it moves with every report, and to change a timer costs more than to be early once.
        if (next < armedFor)
            Arm(next.Value);
    }

    /// <summary>Waits for nothing any more.</summary>
    public void Stop() => timer.Dispose();

    private Task OnTimer(CancellationToken cancellation)
    {
        armedFor = DateTime.MaxValue;
        if (moment > time.GetUtcNow().UtcDateTime)
            Arm(moment.Value);
        else if (moment is not null)
            due();
        return Task.CompletedTask;
    }

    private void Arm(DateTime next)
    {
        armedFor = next;
        timer.Change(Wait(next), Timeout.InfiniteTimeSpan);
    }

    private TimeSpan Wait(DateTime moment)
    {
        var left = moment - time.GetUtcNow().UtcDateTime;
        return left < Shortest ? Shortest : left > Longest ? Longest : left;
    }
}
