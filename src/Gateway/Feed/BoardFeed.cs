using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>
/// What is new on the boards of the campaigns that clients of this gateway watch: it watches each board once, with a lease that it renews, and
/// gives every message to the slots of those whom it concerns. A board that wakes elsewhere is found again with the next renewal.
/// </summary>
internal sealed partial class BoardFeed(IGrainFactory grains, CurrentCity city, TimeProvider time, ILogger<BoardFeed> log)
    : BackgroundService, IBoardObserver
{
    // Short, for what is said while nobody listens is not said again.
    private static readonly TimeSpan RenewalInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<BoardSlot, bool> slots = new();
    private readonly ConcurrentDictionary<string, Task> followed = new();
    private IBoardObserver? reference;

    /// <summary>The clock's timestamp.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Tells a client's slot from now on.</summary>
    public void Join(BoardSlot slot) => slots.TryAdd(slot, true);

    /// <summary>Tells it no more.</summary>
    public void Leave(BoardSlot slot) => slots.TryRemove(slot, out _);

    /// <summary>Follows the board of a campaign, for as long as there is the campaign. Ends when its board has heard so, or after a second.</summary>
    public Task FollowAsync(string campaign) => followed.GetOrAdd(campaign, WatchAsync);

    /// <inheritdoc/>
    public void Noticed(Notice notice, bool isNew) =>
        Tell(new(notice.Campaign, notice.Place, $"notice {notice.Id}", isNew, Downwards: isNew, NoticeShape.Push(notice)));

    /// <inheritdoc/>
    public void Alerted(ImmutableArray<Alert> changed)
    {
        foreach (var alert in changed)
            Tell(new(alert.Campaign, alert.Place, $"alert {alert.Id}", IsNew: false, Downwards: false, AlertShape.Push(alert, city.Value)));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewalInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var campaign in followed.Keys)
            {
                if (city.Value.TryGetCampaign(campaign, out _))
                    followed[campaign] = WatchAsync(campaign);
                else
                    followed.TryRemove(campaign, out _);
            }
            await Task.WhenAll(followed.Values);
        }
    }

    private void Tell(BoardMessage message)
    {
        var now = Now;
        foreach (var (slot, _) in slots)
            slot.Offer(message, now);
    }

    // Never throws: a board that cannot be reached is asked again with the next renewal.
    private async Task WatchAsync(string campaign)
    {
        try
        {
            reference ??= grains.CreateObjectReference<IBoardObserver>(this);
            await grains.GetGrain<IBoardGrain>(campaign).Watch(reference).WaitAsync(Patience, time);
        }
        catch (Exception e)
        {
            LogNotReached(campaign, e.Message);
        }
    }

    [LoggerMessage(420, LogLevel.Warning, "The board of {Campaign} could not be watched ({Why}); again in five seconds")]
    private partial void LogNotReached(string campaign, string why);
}
