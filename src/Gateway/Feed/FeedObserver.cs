using System.Collections.Concurrent;

namespace GridGrains.Gateway;

/// <summary>
/// What the grains know of this gateway: one observer for everything its clients watch, and through which it is told. Calls of
/// the grains come one way, at any time and in any order.
/// </summary>
internal sealed partial class FeedObserver : IPlaceObserver
{
    private readonly IGrainFactory grains;
    private readonly CurrentCity city;
    private readonly ILogger log;
    private readonly Lazy<IPlaceObserver> reference;
    private readonly ConcurrentDictionary<LedgerKey, bool> unreached = new();

    /// <summary>An observer that nobody knows before the first place is watched.</summary>
    public FeedObserver(IGrainFactory grains, CurrentCity city, ILogger<FeedObserver> log)
    {
        this.grains = grains;
        this.city = city;
        this.log = log;
        reference = new(() => grains.CreateObjectReference<IPlaceObserver>(this));
    }

    /// <summary>Told of everything that grains tell; set once, before anything is watched.</summary>
    public Action<string, PlaceFamily> Told { get; set; } = static (_, _) => { };

    /// <inheritdoc/>
    public void Changed(string campaign, PlaceFamily changed) => Told(campaign, changed);

    /// <summary>Takes out or renews a lease.</summary>
    public Task<PlaceFamily> WatchAsync(LedgerKey key, bool withChildren) => Grain(key).Watch(reference.Value, withChildren);

    /// <summary>Gives a lease back.</summary>
    public Task UnwatchAsync(LedgerKey key) => Grain(key).Unwatch(reference.Value);

    /// <summary>A place could not be watched. Said once for all places until all are reached again.</summary>
    public void NotReached(LedgerKey key, Exception why)
    {
        LogPlaceNotReached(why, key);
        if (unreached.TryAdd(key, true) && unreached.Count == 1)
            LogNotReached(why.Message);
    }

    /// <summary>A place was reached, or is no longer needed.</summary>
    public void Reached(LedgerKey key)
    {
        if (!unreached.IsEmpty && unreached.TryRemove(key, out _) && unreached.IsEmpty)
            LogAllReached();
    }

    private IPlaceGrain Grain(LedgerKey key)
    {
        if (!city.Value.TryGetLedger(key, out _, out var place))
            throw new KeyNotFoundException($"{key} is not in the tree");
        return place.IsLeaf ? grains.GetGrain<IGridGrain>(key.ToString()) : grains.GetGrain<IAreaGrain>(key.ToString());
    }

    [LoggerMessage(401, LogLevel.Warning, "Places cannot be watched ({Why}); asking again every second")]
    private partial void LogNotReached(string why);

    [LoggerMessage(402, LogLevel.Information, "All watched places are reached again")]
    private partial void LogAllReached();

    [LoggerMessage(403, LogLevel.Debug, "{Place} could not be watched")]
    private partial void LogPlaceNotReached(Exception e, LedgerKey place);
}
