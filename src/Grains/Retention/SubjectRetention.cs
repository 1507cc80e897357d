using GridGrains.Journal;
using GridGrains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GridGrains.Retention;

/// <summary>
/// Has the leaves of campaigns purge their subjects once those have been closed for <see cref="RetentionOptions.KeepSubjects"/>. It
/// remembers nothing that matters: the journal says which ledgers are left, each purge is whole or not at all, and doing one
/// twice changes nothing. So every silo may run it, at once, and die at any moment.
/// </summary>
public sealed partial class SubjectRetention(
    IJournalStore journal,
    CityStore city,
    CurrentCity current,
    IGrainFactory grains,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<SubjectRetention> log) : BackgroundService
{
    private const int Page = 500;

    // Only saves questions. A closed campaign gets no further reports.
    private readonly HashSet<string> done = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await current.Known.WaitAsync(stoppingToken);
        using var timer = new PeriodicTimer(options.Value.CheckInterval, time);
        do
            await LookAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            var due = await city.ClosedUntilAsync(time.GetUtcNow().UtcDateTime - options.Value.KeepSubjects, stopping);
            foreach (var campaign in due.Where(c => !done.Contains(c)))
                await PurgeAsync(campaign, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogFailed(e, options.Value.CheckInterval);
        }
    }

    // One ledger at a time, so that reports of other campaigns hardly notice; a leaf goes back to sleep when it is done.
    private async Task PurgeAsync(string campaign, CancellationToken stopping)
    {
        int purged = 0, left = 0;
        PlaceId? after = null;
        while (await journal.UnpurgedAsync(campaign, after, Page, stopping) is { Count: > 0 } page)
        {
            foreach (var place in page)
            {
                if (await TryPurgeAsync(new(campaign, place), stopping))
                    purged++;
                else
                    left++;
            }
            after = page[^1];
        }
        if (left == 0)
            done.Add(campaign);
        if (purged + left > 0)
            LogPurged(campaign, purged, left);
    }

    private async Task<bool> TryPurgeAsync(LedgerKey ledger, CancellationToken stopping)
    {
        try
        {
            return await grains.GetGrain<IGridGrain>(ledger.ToString()).PurgeSubjects().WaitAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogLeft(e, ledger);
            return false;
        }
    }

    [LoggerMessage(800, LogLevel.Information, "Campaign {Campaign}: subjects of {Purged} ledgers purged, {Left} ledgers left for the next time")]
    private partial void LogPurged(string campaign, int purged, int left);

    [LoggerMessage(801, LogLevel.Warning, "The subjects of {Ledger} could not be purged; the next time")]
    private partial void LogLeft(Exception e, LedgerKey ledger);

    [LoggerMessage(802, LogLevel.Warning, "Campaigns whose subjects are to be purged could not be looked for; again in {Interval}")]
    private partial void LogFailed(Exception e, TimeSpan interval);
}
