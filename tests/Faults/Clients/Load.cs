using System.Collections.Concurrent;

namespace GridGrains.Faults;

/// <summary>How a <see cref="Load"/> works.</summary>
internal sealed record LoadOptions
{
    /// <summary>Clients at once.</summary>
    public int Workers { get; init; } = 16;

    /// <summary>Decides every report.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Reports at most; the load then ends by itself.</summary>
    public long Reports { get; init; } = long.MaxValue;

    /// <summary>What a client waits between two reports, about.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(15);

    /// <summary>What a client waits before it sends again what was not answered.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>How long clients go on sending again what is unknown when the load has been told to end.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The share that is sent twice at the same time.</summary>
    public double Twice { get; init; } = 0.05;

    /// <summary>The share that is sent again much later.</summary>
    public double Later { get; init; } = 0.05;

    /// <summary>The share that breaks the rules, and that contradicts a report sent before.</summary>
    public double Wrong { get; init; } = 0.01;

    /// <summary>Where it reports to; every grid in both campaigns if nothing else is said.</summary>
    public IReadOnlyList<Ledger> Ledgers { get; init; } = FaultCity.Ledgers;
}

/// <summary>
/// Clients that report without end and never believe that something was not counted: what is not answered is sent again, to another
/// gateway if there is one, until it is answered or the load's patience is over.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private readonly LoadOptions options;
    private readonly Phones phones;
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource givingUp = new();
    private readonly ConcurrentQueue<Sending> answered = new();
    private readonly Task workers;
    private long left;

    private Load(Target target, ClientLog log, LoadOptions options)
    {
        this.options = options;
        left = options.Reports;
        phones = new Phones(target, log);
        workers = Task.WhenAll(Enumerable.Range(0, options.Workers).Select(w => Task.Run(() => WorkAsync(w))));
    }

    /// <summary>Starts it.</summary>
    public static Load Start(Target target, ClientLog log, LoadOptions? options = null) => new(target, log, options ?? new());

    /// <summary>Ends when all reports are sent, where there is a number of them.</summary>
    public Task DoneAsync(CancellationToken cancellation) => workers.WaitAsync(cancellation);

    /// <summary>No new reports; what is unknown is still sent again.</summary>
    public async Task EndAsync()
    {
        await ending.CancelAsync();
        givingUp.CancelAfter(options.Patience);
        await workers;
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await givingUp.CancelAsync();
        await workers;
        phones.Dispose();
        ending.Dispose();
        givingUp.Dispose();
    }

    private async Task WorkAsync(int worker)
    {
        var reporting = new Reporting((options.Seed * 1000) + worker, options.Ledgers);
        while (!ending.IsCancellationRequested && Interlocked.Decrement(ref left) >= 0)
        {
            await NextAsync(reporting, worker);
            await PauseAsync(options.Pause * (0.5 + Random.Shared.NextDouble()), ending.Token);
        }
    }

    private async Task NextAsync(Reporting reporting, int worker)
    {
        if (reporting.Happens(options.Wrong))
        {
            await InsistAsync(reporting.NextUnlawful(), worker);
            return;
        }
        if (reporting.Happens(options.Wrong) && answered.TryDequeue(out var known))
        {
            await InsistAsync(Reporting.Contradict(known), worker);
            return;
        }
        if (reporting.Happens(options.Later) && answered.TryDequeue(out var old))
        {
            await InsistAsync(old, worker);
            return;
        }
        var next = reporting.Next();
        var ending = reporting.Happens(options.Twice)
            ? (await Task.WhenAll(InsistAsync(next, worker), InsistAsync(next, worker + 1)))[0]
            : await InsistAsync(next, worker);
        if (ending == Ending.Ok && reporting.Happens((2 * options.Wrong) + options.Later))
            answered.Enqueue(next);
    }

    private async Task<Ending> InsistAsync(Sending sending, int gateway)
    {
        for (var tries = 0; ; tries++)
        {
            var ending = await phones.SendAsync(sending, gateway + tries);
            if (ending != Ending.Unknown || givingUp.IsCancellationRequested)
                return ending;
            await PauseAsync(options.RetryPause, givingUp.Token);
        }
    }

    private static async Task PauseAsync(TimeSpan pause, CancellationToken cancellation) =>
        await Task.Delay(pause, TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
