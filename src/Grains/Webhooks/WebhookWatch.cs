using GridGrains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Webhooks;

/// <summary>
/// Has the webhooks of every campaign go on when the service starts, and within half a minute when the silo that had them has gone. It decides nothing, so every silo may do it.
/// </summary>
public sealed partial class WebhookWatch(WebhookStore store, IGrainFactory grains, CurrentCity current, TimeProvider time, ILogger<WebhookWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await current.Known.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
            await Task.Delay(await TryWakeAsync(stoppingToken) ? Interval : RetryInterval, time, stoppingToken);
    }

    private async Task<bool> TryWakeAsync(CancellationToken stopping)
    {
        try
        {
            foreach (var campaign in await store.CampaignsAsync(stopping))
                await grains.GetGrain<IWebhookGrain>(campaign).Wake().WaitAsync(stopping);
            return true;
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            LogNotWoken(e.Message);
            return false;
        }
    }

    [LoggerMessage(964, LogLevel.Warning, "The webhooks of campaigns could not be woken: {Why}; again in two seconds")]
    private partial void LogNotWoken(string why);
}
