using Microsoft.Extensions.Logging;

namespace GridGrains.Changes;

/// <summary>
/// Tells the leaves of a change that is durable of what the journal has for them, and the areas above them in an order in which no total counts anything twice. Only for
/// speed: who is not told finds out by the journal.
/// </summary>
internal sealed partial class ChangeSettlement(IGrainFactory grains, TimeProvider time, ILogger log)
{
    private const int AtOnce = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Holds new reports at leaves back for a moment.</summary>
    public async Task HoldAsync(IEnumerable<LedgerKey> leaves, TimeSpan span)
    {
        foreach (var some in leaves.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(leaf => grains.GetGrain<IGridGrain>(leaf.ToString()).Hold(span))).WaitAsync(Patience, time)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Tells everybody about a campaign. Never throws.</summary>
    /// <param name="campaign">Which.</param>
    /// <param name="heads">The last sequence of each leaf.</param>
    /// <param name="givers">Those of them that have given something away.</param>
    public async Task TellAsync(Campaign campaign, IReadOnlyDictionary<PlaceId, long> heads, IReadOnlySet<PlaceId> givers)
    {
        try
        {
            var leaves = new List<PlaceCounts>();
            foreach (var some in heads.Chunk(AtOnce))
                leaves.AddRange((await Task.WhenAll(some.Select(leaf => CaughtUpAsync(new(campaign.Id, leaf.Key), leaf.Value)))).OfType<PlaceCounts>());
            var families = leaves.Where(leaf => IsBelow(leaf.Place, campaign)).GroupBy(leaf => leaf.Place.Parent!.Value).ToList();
            // First who gives, up to where the ways meet; and only then who takes: a total may be short for a moment, and never has anything twice.
            await TellAsync(campaign, [.. families.Where(family => family.Any(leaf => givers.Contains(leaf.Place)))]);
            await TellAsync(campaign, [.. families.Where(family => !family.Any(leaf => givers.Contains(leaf.Place)))]);
        }
        catch (Exception e)
        {
            LogNotTold(e, campaign.Id);
        }
    }

    private static bool IsBelow(PlaceId place, Campaign campaign) => place != campaign.Root && place.Parent is { } parent && parent.IsWithin(campaign.Root);

    private async Task TellAsync(Campaign campaign, List<IGrouping<PlaceId, PlaceCounts>> families)
    {
        await Task.WhenAll(families.Select(family => Area(campaign, family.Key).ChildrenChanged([.. family]))).WaitAsync(Patience, time);
        var level = families.Select(family => family.Key).ToHashSet();
        for (var depth = level.Count == 0 ? 0 : level.Max(area => area.Depth); depth > campaign.Root.Depth; depth--)
        {
            foreach (var area in level.Where(area => area.Depth == depth).ToList())
            {
                var parent = area.Parent!.Value;
                await Area(campaign, parent).ChildChanged(await Area(campaign, area).Get().WaitAsync(Patience, time)).WaitAsync(Patience, time);
                level.Add(parent);
            }
        }
    }

    private IAreaGrain Area(Campaign campaign, PlaceId area) => grains.GetGrain<IAreaGrain>(new LedgerKey(campaign.Id, area).ToString());

    // A silo that has not heard of the new places yet cannot wake them.
    private async Task<PlaceCounts?> CaughtUpAsync(LedgerKey key, long head)
    {
        var leaf = grains.GetGrain<IGridGrain>(key.ToString());
        for (var began = time.GetTimestamp(); time.GetElapsedTime(began) < Patience; await Task.Delay(Pause, time))
        {
            try
            {
                if (await leaf.CatchUp(head).WaitAsync(Patience, time) is var counts && counts.Version >= head)
                    return counts;
            }
            catch (Exception e)
            {
                LogNotYet(e, key);
            }
        }
        return null;
    }

    [LoggerMessage(620, LogLevel.Debug, "{Leaf} has not heard of the change yet")]
    private partial void LogNotYet(Exception e, LedgerKey leaf);

    [LoggerMessage(621, LogLevel.Warning, "Not everybody above the changed places of {Campaign} was told at once; they find out by the journal")]
    private partial void LogNotTold(Exception e, string campaign);
}
