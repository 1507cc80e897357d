namespace GridGrains.Bench.Hosts;

/// <summary>What stands behind the gateway of a peer in place of the grains: it takes reports that the gateway has read and let through.</summary>
internal interface IBackend : IAsyncDisposable
{
    /// <summary>Makes a report durable and counts it, once for each id; ends when both are so.</summary>
    /// <returns>Whether it was new.</returns>
    ValueTask<bool> TakeAsync(string place, Report report);

    /// <summary>The people counted at each of these places.</summary>
    Task<long[]> TotalsAsync(IReadOnlyList<string> places);

    /// <summary>As <see cref="TotalsAsync"/>, for a hub that asks ten times a second.</summary>
    Task<long[]> NewestAsync(IReadOnlyList<string> places) => TotalsAsync(places);
}
