using Microsoft.Extensions.Logging;

namespace GridGrains.Rules;

/// <summary>
/// Hands on what has changed about a place's alerts, whenever it has built its counts anew. What was raised before it woke is fetched beside
/// its work, the first time that it is needed; until then nothing is raised, though what stands is counted.
/// </summary>
internal sealed partial class RaisedAlerts(
    LedgerKey place, Func<(IReadOnlyList<Finding> Standing, DateTime CampaignNow)> found, CurrentCity current, AlertWriter writer, ILogger log)
{
    private readonly PlaceAlerts alerts = new(place);
    private PlaceCounts? followed;
    private bool restored;
    private bool purged;
    private Task restoring = Task.CompletedTask;

    /// <summary>The counts are these now.</summary>
    public void Follow(PlaceCounts now)
    {
        if (purged || ReferenceEquals(now, followed))
            return;
        followed = now;
        if (restored)
            HandOn();
        else if (restoring.IsCompleted)
            restoring = RestoreAsync();
    }

    /// <summary>Takes out of the database what names subjects, and hands on nothing any more.</summary>
    public async Task PurgeAsync()
    {
        purged = true;
        await restoring;
        await writer.PurgeAsync(place);
    }

    private void HandOn()
    {
        if (purged || !current.Value.TryGetCampaign(place.Campaign, out var campaign))
            return;
        var (standing, now) = found();
        foreach (var change in alerts.Reconcile(standing, campaign.Root, now))
        {
            if (!writer.TryAdd(change))
                alerts.Forget(change);
        }
    }

    // Never throws: what could not be fetched is fetched when the place changes again.
    private async Task RestoreAsync()
    {
        try
        {
            alerts.Restore(await writer.StandingAsync(place));
            restored = true;
            HandOn();
        }
        catch (Exception e)
        {
            LogNotRestored(place, e.Message);
        }
    }

    [LoggerMessage(920, LogLevel.Warning, "The alerts of {Place} could not be read: {Why}")]
    private partial void LogNotRestored(LedgerKey place, string why);
}
