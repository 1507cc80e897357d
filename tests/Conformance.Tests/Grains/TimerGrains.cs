namespace GridGrains.Conformance.Grains;

internal interface ITimerGrain : IGrainWithStringKey
{
    /// <summary>Starts a timer of 10 ms.</summary>
    Task Start(string name, bool interleave, bool failing = false);

    /// <summary>Starts a timer that ticks once.</summary>
    Task StartOnce(string name);

    /// <summary>Starts a timer that waits for an hour.</summary>
    Task StartLate(string name);

    Task HurryUp();

    Task Stop();

    Task Hold(string gate);

    Task StartWaitingForItsToken();
}

internal sealed class TimerGrain : Grain, ITimerGrain
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);

    private IGrainTimer? timer;
    private TaskScheduler? turns;

    private Witness Witness => Witness.Of(this.GetPrimaryKeyString());

    public Task Start(string name, bool interleave, bool failing)
    {
        turns = TaskScheduler.Current;
        timer = this.RegisterGrainTimer(
            (given, _) =>
            {
                Witness.See(TaskScheduler.Current == turns ? given : "not a turn");
                return failing ? throw new InvalidOperationException("A tick fails.") : Task.CompletedTask;
            },
            name,
            new GrainTimerCreationOptions(Soon, Soon) { Interleave = interleave });
        return Task.CompletedTask;
    }

    public Task StartOnce(string name)
    {
        timer = this.RegisterGrainTimer(() => See(name), new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan));
        return Task.CompletedTask;
    }

    public Task StartLate(string name)
    {
        timer = this.RegisterGrainTimer(() => See(name), TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        return Task.CompletedTask;
    }

    public Task HurryUp()
    {
        timer!.Change(Soon, Soon);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold(string gate)
    {
        Witness.See("held");
        await Witness.Pass(gate);
        Witness.See("let go");
    }

    public Task StartWaitingForItsToken()
    {
        timer = this.RegisterGrainTimer(
            async token =>
            {
                Witness.See("ticking");
                TaskCompletionSource cancelled = new();
                await using var registration = token.Register(cancelled.SetResult);
                await cancelled.Task;
                Witness.See("cancelled");
            },
            new GrainTimerCreationOptions(TimeSpan.Zero, Soon) { Interleave = true });
        return Task.CompletedTask;
    }

    private Task See(string name)
    {
        Witness.See(name);
        return Task.CompletedTask;
    }
}
