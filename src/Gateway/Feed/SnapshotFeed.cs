using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Instruments = System.Diagnostics.Metrics.Meter;

namespace GridGrains.Gateway;

/// <summary>
/// All places that clients of this gateway watch: each is observed once, however many clients and trees show it. From the grains to
/// the clients' slots; <see cref="ClientPump"/> takes it from there.
/// </summary>
internal sealed class SnapshotFeed : IAsyncDisposable
{
    private readonly ConcurrentDictionary<LedgerKey, WatchedPlace> places = new();
    private readonly ConcurrentDictionary<PlaceLease, Task> running = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Instruments meter = new(GatewayMetrics.MeterName);
    private readonly CurrentCity city;

    /// <summary>A feed in which nothing is watched.</summary>
    public SnapshotFeed(FeedObserver observer, CurrentCity city, IOptions<FeedOptions> options, TimeProvider time, ILogger<SnapshotFeed> log)
    {
        Observer = observer;
        Options = options.Value;
        Time = time;
        Log = log;
        this.city = city;
        observer.Told = Take;
        city.Changed += OnCityChanged;
        meter.CreateObservableUpDownCounter("gridgrains.feed.places", () => (long)Count, "{place}", "Places that are observed for clients");
    }

    /// <summary>The way to the grains.</summary>
    public FeedObserver Observer { get; }

    /// <summary>Limits and intervals.</summary>
    public FeedOptions Options { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Where failures go.</summary>
    public ILogger Log { get; }

    /// <summary>How many places are observed.</summary>
    public int Count => places.Count;

    /// <summary>Adds a client's slot to the place it is for.</summary>
    public WatchedPlace Join(LedgerKey key, SnapshotSlot slot) => Join(key, place => place.TryJoin(slot));

    /// <summary>Adds a tree to a place it shows.</summary>
    public WatchedPlace Join(LedgerKey key, TreeView tree, bool withChildren) => Join(key, place => place.TryJoin(tree, withChildren));

    /// <summary>Called by a place when it retires.</summary>
    public void Forget(WatchedPlace place) => places.TryRemove(KeyValuePair.Create(place.Key, place));

    /// <summary>Starts to keep a lease.</summary>
    public void Run(PlaceLease lease)
    {
        running[lease] = KeepAsync();

        async Task KeepAsync()
        {
            await Task.Yield();
            await lease.KeepAsync(stopping.Token);
            running.TryRemove(lease, out _);
        }
    }

    /// <summary>A place of the present tree.</summary>
    public PlaceNode? Find(LedgerKey key) => city.Value.TryGetLedger(key, out _, out var node) ? node : null;

    /// <summary>The campaign of a place, with its targets.</summary>
    public Campaign? FindCampaign(LedgerKey key) => city.Value.TryGetCampaign(key.Campaign, out var campaign) ? campaign : null;

    /// <summary>Asks the grains for nothing any more; their leases end by themselves.</summary>
    public void Stop() => stopping.Cancel();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        city.Changed -= OnCityChanged;
        Stop();
        await Task.WhenAll(running.Values);
        foreach (var place in places.Values)
            place.Dispose();
        stopping.Dispose();
        meter.Dispose();
    }

    private WatchedPlace Join(LedgerKey key, Func<WatchedPlace, bool> tryJoin)
    {
        while (true)
        {
            var place = places.GetOrAdd(key, static (key, feed) => new WatchedPlace(key, feed), this);
            if (tryJoin(place))
                return place;
        }
    }

    private void Take(string campaign, PlaceFamily said)
    {
        if (places.TryGetValue(new LedgerKey(campaign, said.Area.Place), out var place))
            place.Take(said);
    }

    private void OnCityChanged(City changed)
    {
        foreach (var place in places.Values)
            place.TreeChanged();
    }
}
