namespace GridGrains.Gateway;

/// <summary>The grain of a ledger, leaf or area.</summary>
internal static class LedgerGrains
{
    /// <summary>The grain that was found.</summary>
    public static IPlaceGrain Ledger(this IGrainFactory grains, LedgerFinding found)
    {
        var key = found.Key.ToString();
        return found.Place!.IsLeaf ? grains.GetGrain<IGridGrain>(key) : grains.GetGrain<IAreaGrain>(key);
    }
}
