using GridGrains.Grid;
using Microsoft.Extensions.Logging;

namespace GridGrains.Rules;

/// <summary>
/// Hands on what has changed about a leaf's alerts, whenever the leaf has built its counts anew. What was raised before the leaf woke is fetched beside
/// its work, the first time that it is needed; until then nothing is raised, though what stands is counted.
/// </summary>
internal sealed partial class RaisedAlerts(LedgerKey leaf, LeafCounts counts, AlertWriter writer, ILogger log)
{
    private readonly LeafAlerts alerts = new(leaf);
    private PlaceCounts? followed;
    private bool restored;
    private bool purged;
    private Task restoring = Task.CompletedTask;

    /// <summary>The leaf's counts are these now.</summary>
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
        await writer.PurgeAsync(leaf);
    }

    private void HandOn()
    {
        if (purged)
            return;
        foreach (var change in alerts.Reconcile(counts.Standing, counts.CampaignNow))
        {
            if (!writer.TryAdd(change))
                alerts.Forget(change);
        }
    }

    // Never throws: what could not be fetched is fetched when the leaf changes again.
    private async Task RestoreAsync()
    {
        try
        {
            alerts.Restore(await writer.StandingAsync(leaf));
            restored = true;
            HandOn();
        }
        catch (Exception e)
        {
            LogNotRestored(leaf, e.Message);
        }
    }

    [LoggerMessage(920, LogLevel.Warning, "The alerts of {Leaf} could not be read: {Why}")]
    private partial void LogNotRestored(LedgerKey leaf, string why);
}
