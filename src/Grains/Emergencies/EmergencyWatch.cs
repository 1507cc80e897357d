using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Emergencies;

/// <summary>
/// Has the roots of open emergencies look at their tasks when the service starts, when the city has changed, and when a task falls due: an area that nobody watches may
/// sleep, and above a root there is nobody to wake it. It decides nothing, so every silo may do it. Where there is no emergency it waits for one.
/// </summary>
public sealed partial class EmergencyWatch(IGrainFactory grains, CurrentCity current, TimeProvider time, ILogger<EmergencyWatch> log) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private readonly SemaphoreSlim changed = new(0, 1);

    /// <inheritdoc/>
    public override void Dispose()
    {
        current.Changed -= OnChanged;
        changed.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        current.Changed += OnChanged;
        await current.Known.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var open = current.Value.Campaigns.Where(c => c is { Emergency: not null, State: CampaignState.Open }).ToList();
            var looked = await TryLookAsync(open, stoppingToken);
            var next = NextDue(open, now) is { } due ? due - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
            await WaitAsync(looked ? next : RetryInterval, stoppingToken);
        }
    }

    private static DateTimeOffset? NextDue(IEnumerable<Campaign> open, DateTimeOffset now) => open
        .SelectMany(c => c.Emergency!.Plan.Tasks().Where(task => !c.Emergency.Done.ContainsKey(task.Code)).Select(task => c.RealAt(c.OpensAt.AddMinutes(task.DueMinutes))))
        .Where(due => due > now)
        .Select(due => (DateTimeOffset?)due)
        .Min();

    private void OnChanged(City city)
    {
        try
        {
            if (changed.CurrentCount == 0)
                changed.Release();
        }
        catch (SemaphoreFullException)
        {
            // Two changes at once: one look sees both.
        }
    }

    private async Task<bool> TryLookAsync(List<Campaign> open, CancellationToken stopping)
    {
        try
        {
            await Task.WhenAll(open.Select(c => grains.GetGrain<IAreaGrain>(new LedgerKey(c.Id, c.Root).ToString()).Get())).WaitAsync(stopping);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotLooked(e, RetryInterval);
            return false;
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        pause = pause == Timeout.InfiniteTimeSpan || pause < Longest ? pause : Longest;
        using var due = new CancellationTokenSource(pause == Timeout.InfiniteTimeSpan || pause > TimeSpan.Zero ? pause : TimeSpan.FromMilliseconds(1), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, stopping);
        try
        {
            await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // The pause is over, or the process stops; the caller looks.
        }
    }

    [LoggerMessage(940, LogLevel.Warning, "The roots of emergencies could not be asked; again in {Interval}")]
    private partial void LogNotLooked(Exception e, TimeSpan interval);
}
