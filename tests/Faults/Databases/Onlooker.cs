using System.Diagnostics;

namespace GridGrains.Faults;

/// <summary>Asks a service over and over whether it is ready, and for the city's total.</summary>
internal sealed class Onlooker : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient client;
    private readonly CancellationTokenSource ending = new();
    private readonly Task watching;
    private volatile bool ready = true;
    private long redAt;
    private int shown;
    private int notShown;

    public Onlooker(Target target)
    {
        client = target.Client(target.Tokens.Issue("onlooker", "viewer", FaultCity.Root), timeout: TimeSpan.FromSeconds(10));
        watching = Task.WhenAll(Task.Run(WatchHealthAsync), Task.Run(WatchTotalAsync));
    }

    /// <summary>What it says of itself.</summary>
    public bool IsReady => ready;

    /// <summary>When it first said that it is not ready, by <see cref="Stopwatch"/>; 0 if never.</summary>
    public long RedAt => Interlocked.Read(ref redAt);

    /// <summary>How often the total was shown, and how often it was not.</summary>
    public (int Shown, int Not) Totals => (shown, notShown);

    /// <summary>From here on.</summary>
    public void Begin()
    {
        Interlocked.Exchange(ref redAt, 0);
        (shown, notShown) = (0, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await watching;
        client.Dispose();
        ending.Dispose();
    }

    private async Task WatchHealthAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            ready = await IsOkAsync("health/ready");
            if (!ready)
                Interlocked.CompareExchange(ref redAt, Stopwatch.GetTimestamp(), 0);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task WatchTotalAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            if (await IsOkAsync($"api/campaigns/{FaultCity.Campaigns[0]}/places/{FaultCity.Root}"))
                Interlocked.Increment(ref shown);
            else
                Interlocked.Increment(ref notShown);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task<bool> IsOkAsync(string address)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), ending.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
