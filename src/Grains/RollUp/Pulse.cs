using Microsoft.Extensions.Logging;

namespace GridGrains.RollUp;

/// <summary>
/// Does a grain's outward work (sending its counts on) at once when something changed, then at most once in an interval, never twice at
/// a time, and again after the interval if it failed. While the receiver is slow nothing piles up: what changes meanwhile
/// goes with the next beat, and the interval grows while the machine is short (<see cref="RollUpPace"/>). All of it runs in the grain's turns.
/// </summary>
internal sealed partial class Pulse
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);

    private readonly Func<Task> beat;
    private readonly RollUpPace pace;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly IGrainTimer timer;
    private int failures;
    private long lastBeat;
    private bool wanted;
    private bool armed;
    private Task running = Task.CompletedTask;

    public Pulse(IGrainBase grain, RollUpPace pace, TimeProvider time, ILogger log, Func<Task> beat)
    {
        this.beat = beat;
        this.pace = pace;
        this.time = time;
        this.log = log;
        lastBeat = time.GetTimestamp() - (long)(pace.Interval.TotalSeconds * time.TimestampFrequency);
        // Interleaving, for a beat must not hold up reports; not keeping alive, for a quiet grain may go to sleep.
        timer = grain.RegisterGrainTimer(OnDue, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
    }

    /// <summary>Something changed: a beat is due, now or when the interval is over.</summary>
    public void Request()
    {
        wanted = true;
        if (armed || !running.IsCompleted)
            return;
        var left = pace.Interval - time.GetElapsedTime(lastBeat);
        if (left <= TimeSpan.Zero)
            running = BeatAsync();
        else
            Arm(left);
    }

    /// <summary>Before the grain goes to sleep: sends what is still to be sent, and waits a second at most. Who did not hear will ask.</summary>
    public async Task FlushAsync()
    {
        if (running.IsCompleted && !wanted)
            return;
        await FinishAsync().WaitAsync(FlushTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>No beat comes after this.</summary>
    public void Stop() => timer.Dispose();

    private async Task FinishAsync()
    {
        await running;
        if (wanted)
            await BeatAsync();
    }

    private Task OnDue(CancellationToken cancellation)
    {
        armed = false;
        if (wanted && running.IsCompleted)
            running = BeatAsync();
        return Task.CompletedTask;
    }

    // Never throws, so that it may be started and left; its end is kept in `running`.
    private async Task BeatAsync()
    {
        wanted = false;
        lastBeat = time.GetTimestamp();
        try
        {
            await beat();
            failures = 0;
        }
        catch (Exception e)
        {
            wanted = true;
            failures++;
            LogFailed(e);
        }
        if (wanted)
        {
            var left = Pause - time.GetElapsedTime(lastBeat);
            Arm(left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1));
        }
    }

    // A receiver that cannot be reached is asked less and less often.
    private TimeSpan Pause => pace.Interval * Math.Pow(2, Math.Min(failures, 16)) is var pause && pause < LongestPause ? pause : LongestPause;

    private void Arm(TimeSpan due)
    {
        armed = true;
        timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(300, LogLevel.Debug, "Counts could not be sent on; trying again")]
    private partial void LogFailed(Exception e);
}
