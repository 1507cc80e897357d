namespace GridGrains.Cli;

/// <summary>Writes down each second of the run.</summary>
internal sealed class Sampler(RunClock clock, Measurements measured, Audience audience, Func<ServiceProcess?> service)
{
    private readonly List<Second> seconds = [];
    private readonly ServiceProcess self = new(Environment.ProcessId);

    /// <summary>The seconds so far.</summary>
    public IReadOnlyList<Second> Seconds
    {
        get
        {
            lock (seconds)
                return [.. seconds];
        }
    }

    /// <summary>Until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var before = Look(default);
        for (var due = 1_000_000L; ; due += 1_000_000)
        {
            try
            {
                await clock.UntilAsync(due, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            before = Look(before);
        }
    }

    private State Look(State before)
    {
        var now = new State(clock.Now, measured.Begun, measured.Observations, measured.Resent, service()?.Use(), self.Use());
        var length = (now.At - before.At) / 1e6;
        if (length > 0 && before.At >= 0 && now.At > 500_000)
        {
            var (acknowledged, stale) = (measured.ThisSecond, measured.StalenessThisSecond);
            var second = new Second(
                Math.Round(now.At / 1e6, 2),
                (now.Begun - before.Begun) / length,
                (now.Acknowledged - before.Acknowledged) / length,
                acknowledged.Max > 0 ? acknowledged.At(0.5) / 1000.0 : null,
                acknowledged.Max > 0 ? acknowledged.At(0.99) / 1000.0 : null,
                stale.Max > 0 ? stale.At(0.99) / 1000.0 : null,
                audience.OldestUnseen(now.At) / 1000.0,
                audience.Connected,
                now.Resent - before.Resent,
                Cpu(before.Service, now.Service, length),
                now.Service?.ResidentBytes / 1048576.0,
                Cpu(before.Self, now.Self, length) ?? 0);
            lock (seconds)
                seconds.Add(second);
        }
        measured.ThisSecond.Clear();
        measured.StalenessThisSecond.Clear();
        return now;
    }

    // A service that was started again begins at 0.
    private static double? Cpu(ProcessUse? before, ProcessUse? now, double length) =>
        before is { } earlier && now is { } later && later.CpuSeconds >= earlier.CpuSeconds ? (later.CpuSeconds - earlier.CpuSeconds) / length : null;

    private readonly record struct State(long At, long Begun, long Acknowledged, long Resent, ProcessUse? Service, ProcessUse? Self);
}
