using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains;

/// <summary>Keeps a process's <see cref="CurrentCity"/> up to date: at once when a version is announced, and every 30 s in case an announcement was lost.</summary>
public sealed partial class CityFollower(IGrainFactory grains, CurrentCity current, TimeProvider time, ILogger<CityFollower> log)
    : BackgroundService, ICityObserver
{
    private static readonly TimeSpan LookUpInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim announced = new(0, 1);

    /// <inheritdoc/>
    public void Announce(long version)
    {
        if (version > current.Value.Version && announced.CurrentCount == 0)
            announced.Release();
    }

    /// <summary>Fetches a newer version, if there is one, so that the caller sees what it has just written.</summary>
    public async Task RefreshAsync()
    {
        if (await grains.GetGrain<ICityGrain>(0).Get(KnownVersion) is { } newer)
            current.Take(newer);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var self = grains.CreateObjectReference<ICityObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookUpInterval;
            try
            {
                if (await grains.GetGrain<ICityGrain>(0).Follow(self, KnownVersion) is { } newer)
                {
                    current.Take(newer);
                    LogTaken(current.Value.Version, current.Value.PlaceCount);
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotReached(e);
                pause = RetryInterval;
            }
            await WaitAsync(pause, stoppingToken);
        }
    }

    // Before the first image even version 0 is news.
    private long KnownVersion => current.Known.IsCompleted ? current.Value.Version : -1;

    private async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        using var due = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stopping);
        try
        {
            await announced.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The pause is over, or the process stops; the caller looks.
        }
    }

    [LoggerMessage(100, LogLevel.Information, "City version {Version} with {Places} places")]
    private partial void LogTaken(long version, int places);

    [LoggerMessage(101, LogLevel.Warning, "The city could not be fetched; asking again in a second")]
    private partial void LogNotReached(Exception e);
}
