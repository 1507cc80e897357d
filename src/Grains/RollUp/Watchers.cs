using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace GridGrains.RollUp;

/// <summary>The gateways that watch one place, each for a lease, with or without its children.</summary>
internal sealed class Watchers(TimeProvider time, ILogger log)
{
    private readonly ObserverManager<IPlaceObserver> own = New(time, log);
    private readonly ObserverManager<IPlaceObserver> withChildren = New(time, log);

    public bool Any => own.Count > 0 || withChildren.Count > 0;

    public bool AnyWithChildren => withChildren.Count > 0;

    public void Add(IPlaceObserver observer, bool children) => (children ? withChildren : own).Subscribe(observer, observer);

    public void Remove(IPlaceObserver observer)
    {
        own.Unsubscribe(observer);
        withChildren.Unsubscribe(observer);
    }

    /// <summary>Tells every watcher whose lease has not ended; one way, so nobody is waited for.</summary>
    public void Tell(string campaign, PlaceCounts counts, ImmutableArray<PlaceCounts> changedChildren)
    {
        if (own.Count > 0)
        {
            var alone = new PlaceFamily(counts, []);
            own.Notify(watcher => watcher.Changed(campaign, alone));
        }
        if (withChildren.Count > 0)
        {
            var family = new PlaceFamily(counts, changedChildren);
            withChildren.Notify(watcher => watcher.Changed(campaign, family));
        }
    }

    private static ObserverManager<IPlaceObserver> New(TimeProvider time, ILogger log) =>
        new(IPlaceObserver.Lease, log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };
}
