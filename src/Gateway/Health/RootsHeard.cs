using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Whether the root of every open campaign has heard of everything below it since this process started, so that the first number that
/// anybody gets is the right one. Once they have, that is not asked again; after a while it is waited for no longer, and what is
/// missing shows in <c>children.heard</c>.
/// </summary>
internal sealed partial class RootsHeard(
    IGrainFactory grains, CurrentCity current, TimeProvider time, IOptions<GatewayOptions> options, ILogger<RootsHeard> log)
{
    private readonly long started = time.GetTimestamp();
    private volatile bool settled;

    /// <summary>Asks the roots, and by that wakes what is below them. Never longer than the canary may take.</summary>
    public async Task<bool> AreHeardAsync()
    {
        if (settled)
            return true;
        if (await AskAsync())
            return settled = true;
        if (time.GetElapsedTime(started) < options.Value.WholeWithin)
            return false;
        LogNotWhole(options.Value.WholeWithin.TotalSeconds);
        return settled = true;
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            await current.Known.WaitAsync(options.Value.ReadyTimeout, time);
            var city = current.Value;
            var roots = city.Campaigns.Where(c => c.State == CampaignState.Open && city.TryGetPlace(c.Root, out var root) && !root.IsLeaf);
            var asked = roots.Select(c => grains.GetGrain<IAreaGrain>(new LedgerKey(c.Id, c.Root).ToString()).Get());
            return (await Task.WhenAll(asked).WaitAsync(options.Value.ReadyTimeout, time)).All(counts => counts.IsWhole);
        }
        catch (Exception)
        {
            // Of whatever type: what was thrown in another silo may arrive as another.
            return false;
        }
    }

    [LoggerMessage(321, LogLevel.Warning, "After {Seconds} s some places are not heard yet; this gateway serves without them")]
    private partial void LogNotWhole(double seconds);
}
