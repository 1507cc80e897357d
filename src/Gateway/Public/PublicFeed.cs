using System.Collections.Concurrent;

namespace GridGrains.Gateway;

/// <summary>The public views that clients of this gateway watch: looks for the next one when the time of the last is over, and tells the slots.</summary>
internal sealed class PublicFeed(PublicViews views, CurrentCity city, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, PublicCampaign> campaigns = new();

    /// <summary>Adds a client's slot to the campaign whose view it shows.</summary>
    public PublicCampaign Join(string campaign, Slot slot)
    {
        var joined = campaigns.GetOrAdd(campaign, id => new PublicCampaign(id, views, city, time));
        joined.Join(slot);
        return joined;
    }

    /// <summary>Looks for nothing any more.</summary>
    public void Dispose()
    {
        foreach (var campaign in campaigns.Values)
            campaign.Dispose();
    }
}

/// <summary>The public view of one campaign, for the clients that watch it.</summary>
internal sealed class PublicCampaign : IDisposable
{
    // As many as areas and trees that clients watch commonly; of further ones the bytes are made for each client.
    private const int MostKept = 2_000;

    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly HashSet<Slot> slots = [];
    private readonly Dictionary<object, HubPush> pushes = [];
    private readonly string id;
    private readonly PublicViews views;
    private readonly CurrentCity city;
    private readonly TimeProvider time;
    private readonly ITimer timer;

    /// <summary>A campaign whose view has not been taken yet.</summary>
    public PublicCampaign(string id, PublicViews views, CurrentCity city, TimeProvider time)
    {
        (this.id, this.views, this.city, this.time) = (id, views, city, time);
        timer = time.CreateTimer(static me => _ = ((PublicCampaign)me!).LookAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The newest view; null before the first.</summary>
    public PublicView? View { get; private set; }

    /// <summary>Tells a slot from now on.</summary>
    public void Join(Slot slot)
    {
        lock (gate)
            slots.Add(slot);
    }

    /// <summary>Tells it no more.</summary>
    public void Leave(Slot slot)
    {
        lock (gate)
            slots.Remove(slot);
    }

    /// <summary>Ends when there is a view that is not over; with what failed if there is none.</summary>
    public async Task<Exception?> AskAsync()
    {
        try
        {
            Take(await views.GetAsync(id));
            return null;
        }
        catch (LedgerUnavailableException e)
        {
            return e;
        }
    }

    /// <summary>The snapshot of an area in a view, in bytes that all clients share.</summary>
    public HubPush Push(PublicView view, PlaceId place) => Kept(view, place, () => HubPush.Of(
        "snapshot",
        (id, view, area: Area(view, place), node: city.Value.TryGetPlace(place, out var node) ? node : null),
        static (json, s) => PublicWriter.Write(json, s.id, s.view, s.area, s.node)));

    /// <summary>A tree in a view, in bytes that all clients share.</summary>
    public HubPush Push(PublicView view, TreeKey key) =>
        Kept(view, key, () => HubPush.Of("tree", (key, view), static (json, s) => PublicWriter.Write(json, s.key, s.view)));

    /// <summary>An area in a view; without a number where it came into the tree after it.</summary>
    public static PublicArea Area(PublicView view, PlaceId place) =>
        view.Areas.FirstOrDefault(area => area.Place == place) ?? new PublicArea(place, 1, [.. PublicCounts.All.Select(_ => 0L)]);

    /// <summary>Looks for nothing any more.</summary>
    public void Dispose() => timer.Dispose();

    private HubPush Kept(PublicView view, object what, Func<HubPush> make)
    {
        lock (gate)
        {
            if (!ReferenceEquals(view, View))
                return make();
            if (pushes.TryGetValue(what, out var push))
                return push;
            push = make();
            if (pushes.Count < MostKept)
                pushes.Add(what, push);
            return push;
        }
    }

    private async Task LookAsync()
    {
        bool wanted;
        lock (gate)
            wanted = slots.Count > 0;
        if (wanted && await AskAsync() is not null)
            timer.Change(Retry, Timeout.InfiniteTimeSpan);
    }

    private void Take(PublicView view)
    {
        Slot[] told;
        lock (gate)
        {
            var left = view.Until - time.GetUtcNow().UtcDateTime;
            // Neither at once nor never, however far apart the clocks of silo and gateway are; a view comes no sooner for being asked for.
            timer.Change(
                Pacer.InWholeMilliseconds(left < Retry ? Retry : left < PublicView.Interval ? left : PublicView.Interval), Timeout.InfiniteTimeSpan);
            if (View is { } before && before.AsOf >= view.AsOf)
                return;
            View = view;
            pushes.Clear();
            told = [.. slots];
        }
        var now = time.GetTimestamp();
        foreach (var slot in told)
            slot.Pump.Wake(slot, now);
    }
}
