namespace GridGrains.Gateway;

/// <summary>A tree that clients watch: it listens to every area in it and tells its clients' slots of changed rows, at most once in an interval.</summary>
internal sealed class TreeView : IDisposable
{
    // Clients that keep up ask for the same rows; of those that do not, few lack the same.
    private const int MostKept = 4;

    private readonly Lock gate = new();
    private readonly HashSet<TreeSlot> slots = [];
    private readonly Dictionary<PlaceId, WatchedPlace> places = [];
    private readonly Dictionary<long, HubPush> kept = [];
    private readonly SnapshotFeed feed;
    private readonly TreeRows rows;
    private readonly Pacer pacer;
    private Task<Exception?> asking = Task.FromResult<Exception?>(null);
    private Task<Exception?>? next;
    private long? answered;
    private int shape;

    /// <summary>A tree that listens to nothing yet.</summary>
    public TreeView(TreeKey key, SnapshotFeed feed)
    {
        Key = key;
        this.feed = feed;
        rows = new TreeRows(key, Targets);
        pacer = new Pacer(feed.Options.TreeInterval, feed.Time, Tell, feed.Log);
    }

    /// <summary>What it shows.</summary>
    public TreeKey Key { get; }

    /// <summary>Whether it has no clients.</summary>
    public bool IsUnwanted
    {
        get
        {
            lock (gate)
                return slots.Count == 0;
        }
    }

    /// <summary>Adds a client's slot.</summary>
    public void Join(TreeSlot slot)
    {
        lock (gate)
            slots.Add(slot);
    }

    /// <summary>Takes a client's slot out.</summary>
    public void Leave(TreeSlot slot)
    {
        lock (gate)
            slots.Remove(slot);
    }

    /// <summary>Listens to the areas of the tree of places as it is now. A root that has left it changes nothing.</summary>
    public void Follow(PlaceNode? root)
    {
        if (root is null)
            return;
        var areas = Key.Areas(root).ToHashSet();
        var withChildren = areas.Count > 0;
        if (!withChildren)
            areas.Add(Key.Root.Place);
        lock (gate)
        {
            rows.Expect(root.Subtree(Key.Depth).Select(node => node.Place.Id));
            kept.Clear();
            answered = null;
            shape++;
            foreach (var gone in places.Keys.Where(place => !areas.Contains(place)).ToArray())
            {
                places.Remove(gone, out var place);
                place!.Leave(this);
            }
            foreach (var area in areas)
                places[area] = feed.Join(Key.Root with { Place = area }, this, withChildren);
        }
    }

    /// <summary>Listens to nothing any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            foreach (var place in places.Values)
                place.Leave(this);
            places.Clear();
        }
        pacer.Dispose();
    }

    /// <summary>
    /// Asks every area anew; ends when their answers are in the rows, with what failed if something did. However many clients ask, each area
    /// is asked once, and once more for those who came while it was; an answer from less than an interval ago will do.
    /// </summary>
    public Task<Exception?> AskAsync()
    {
        lock (gate)
        {
            if (answered is { } at && feed.Time.GetElapsedTime(at) < feed.Options.SnapshotInterval)
                return Task.FromResult<Exception?>(null);
            if (asking.IsCompleted)
                return asking = AskAllAsync();
            return next ??= AskNextAsync(asking);
        }
    }

    /// <summary>Takes what a grain said of an area and its children.</summary>
    public void Take(PlaceFamily said)
    {
        var changed = false;
        lock (gate)
        {
            changed = rows.Take(said.Area);
            foreach (var child in said.Children)
                changed |= rows.Take(child);
            if (changed)
                kept.Clear();
        }
        if (changed)
            pacer.Request();
    }

    /// <summary>The rows that changed after a change (-1: all), and the last change that a client who has them knows; null if there are none.</summary>
    public HubPush? Since(ref long change)
    {
        lock (gate)
        {
            if (change == rows.LastChange)
                return null;
            if (!kept.TryGetValue(change, out var push))
            {
                push = HubPush.Of("tree", (rows, change), static (json, tree) => tree.rows.Write(json, tree.change));
                if (kept.Count < MostKept)
                    kept.Add(change, push);
            }
            change = rows.LastChange;
            return push;
        }
    }

    private IReadOnlyList<(Count Count, TargetProgress Progress)> Targets(PlaceCounts counts) =>
        feed.FindCampaign(Key.Root) is { } campaign && feed.Find(Key.Root with { Place = counts.Place }) is { } place ? [.. TargetProgress.Of(campaign, place, counts)] : [];

    private async Task<Exception?> AskNextAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task<Exception?> mine;
        lock (gate)
        {
            next = null;
            mine = asking = AskAllAsync();
        }
        return await mine;
    }

    private async Task<Exception?> AskAllAsync()
    {
        WatchedPlace[] asked;
        int asOf;
        var began = feed.Time.GetTimestamp();
        lock (gate)
            (asked, asOf) = ([.. places.Values], shape);
        var failures = await Task.WhenAll(asked.Select(place => place.AskAsync(TimeSpan.Zero)));
        var failure = failures.FirstOrDefault(failure => failure is not null);
        lock (gate)
            answered = failure is null && asOf == shape ? began : null;
        return failure;
    }

    private void Tell(long now)
    {
        TreeSlot[] told;
        lock (gate)
            told = [.. slots];
        foreach (var slot in told)
            slot.Pump.Wake(slot, now);
    }
}
