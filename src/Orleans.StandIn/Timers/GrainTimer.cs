using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>A timer whose ticks are requests to its own activation.</summary>
internal sealed class GrainTimer<TState> : IGrainTimer
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(0xfffffffe);

    private readonly CancellationTokenSource stop = new();
    private readonly Activation activation;
    private readonly Func<TState, CancellationToken, Task> callback;
    private readonly TState state;
    private readonly GrainTimerCreationOptions options;
    private readonly ITimer timer;
    private TimeSpan due;
    private TimeSpan period;
    private bool changed;
    private bool ticking;

    public GrainTimer(
        Activation activation, Func<TState, CancellationToken, Task> callback, TState state, GrainTimerCreationOptions options)
    {
        (this.activation, this.callback, this.state, this.options) = (activation, callback, state, options);
        timer = activation.Silo.Time.CreateTimer(
            static self => ((GrainTimer<TState>)self!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Change(options.DueTime, options.Period);
        activation.Keep(this);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime, nameof(dueTime));
        Validate(period, nameof(period));
        (changed, due, this.period) = (true, dueTime, period);
        // During a tick the change takes effect at its end.
        if (!ticking)
            timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (stop.IsCancellationRequested)
            return;
        stop.Cancel();
        timer.Dispose();
        activation.Forget(this);
    }

    private static void Validate(TimeSpan time, string name)
    {
        if (time != Timeout.InfiniteTimeSpan)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(time, Longest, name);
        }
    }

    private void Fire()
    {
        ticking = true;
        activation.Receive(new Tick(this));
    }

    private async ValueTask Run()
    {
        changed = false;
        try
        {
            if (!stop.IsCancellationRequested)
                await callback(state, stop.Token);
        }
        catch (Exception exception)
        {
            TimerLog.TickFailed(activation.Silo.Log, activation.GrainId, exception);
        }
        ticking = false;
        if (!stop.IsCancellationRequested)
            timer.Change(changed ? due : period, Timeout.InfiniteTimeSpan);
    }

    private sealed class Tick(GrainTimer<TState> owner) : Request
    {
        public override bool AlwaysInterleave => owner.options.Interleave;

        public override bool KeepAlive => owner.options.KeepAlive;

        public override bool Local => true;

        public override ValueTask Run(object body) => owner.Run();

        public override void Fail(Exception exception)
        {
        }

        public override string ToString() => "timer tick";
    }
}

internal static partial class TimerLog
{
    [LoggerMessage(EventId = 30, Level = LogLevel.Warning, Message = "A timer tick of grain {Grain} failed; the timer goes on")]
    public static partial void TickFailed(ILogger logger, GrainId grain, Exception exception);
}
