namespace GridGrains.Faults;

/// <summary>A silo or gateway of a cluster: a program, where it runs and how it is told that it has started. The process may come and go.</summary>
internal sealed class Member(string name, string program, string sign, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> within) : IAsyncDisposable
{
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(120);
    private readonly List<string> log = [];
    private StartedProgram? process;

    /// <summary>Its name in a report.</summary>
    public string Name => name;

    /// <summary>Whether its process runs.</summary>
    public bool Runs => process is { HasEnded: false };

    /// <summary>Everything that its processes have logged.</summary>
    public IEnumerable<string> Log => process is null ? log : [.. log, process.Errors];

    /// <summary>Starts it and waits until it says so.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <param name="further">Added to its environment for this start.</param>
    public async Task StartAsync(CancellationToken cancellation, params (string Name, string Value)[] further)
    {
        await ForgetAsync();
        var all = new Dictionary<string, string>(environment);
        foreach (var (variable, value) in further)
            all[variable] = value;
        var started = process = StartedProgram.Start(program, all, [], within);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(StartWithin);
        while (!started.Output.Contains(sign, StringComparison.Ordinal))
        {
            if (started.HasEnded)
                throw new InvalidOperationException($"{name} ended with exit code {started.ExitCode} before it had started\n{started.Errors}");
            if (late.IsCancellationRequested)
                throw new TimeoutException($"waited {StartWithin.TotalSeconds:0} s for {name} to start\n{started.Errors}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellation);
        }
    }

    /// <summary>SIGKILL, if it runs.</summary>
    public Task KillAsync() => Runs ? process!.KillAsync() : Task.CompletedTask;

    /// <summary>SIGTERM, and the drain to its end.</summary>
    public async Task StopAsync()
    {
        await process!.TerminateAsync();
        await process.EndAsync(0);
    }

    /// <summary>SIGSTOP.</summary>
    public Task FreezeAsync() => process!.SignalAsync("STOP");

    /// <summary>SIGCONT.</summary>
    public Task ThawAsync() => process!.SignalAsync("CONT");

    public async ValueTask DisposeAsync() => await ForgetAsync();

    private async Task ForgetAsync()
    {
        if (process is null)
            return;
        log.Add(process.Errors);
        await process.DisposeAsync();
        process = null;
    }
}
