namespace GridGrains.Gateway;

/// <summary>
/// A place that clients of this gateway watch, each in a slot of its own or in a tree: its newest counts and their bytes, which are
/// built once per publication and shared by all. Counts only ever get newer here.
/// </summary>
internal sealed class WatchedPlace : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<SlotGroup> groups = [];
    private readonly Dictionary<TreeView, bool> trees = [];
    private readonly SnapshotFeed feed;
    private readonly PlaceLease lease;
    private readonly Pacer publication;
    private readonly TimeProvider time;
    private int slotCount;
    private PlaceCounts? latest;
    private PlaceNode? node;
    private volatile SnapshotFrame? frame;
    private long frames;
    private long idleSince;
    private DateTime? shown;
    private bool begun;
    private bool retired;

    /// <summary>A place of which nothing is known yet.</summary>
    public WatchedPlace(LedgerKey key, SnapshotFeed feed)
    {
        Key = key;
        this.feed = feed;
        time = feed.Time;
        lease = new PlaceLease(this, feed.Observer, feed.Options.Linger, time);
        publication = new Pacer(feed.Options.SnapshotInterval, time, Publish, feed.Log);
    }

    /// <summary>Which ledger.</summary>
    public LedgerKey Key { get; }

    /// <summary>What was published last, or answered since; null before the first answer.</summary>
    public SnapshotFrame? Frame => frame;

    /// <summary>How long nobody has wanted it; null while somebody does.</summary>
    public TimeSpan? IdleFor
    {
        get
        {
            lock (gate)
                return slotCount + trees.Count == 0 ? time.GetElapsedTime(idleSince) : null;
        }
    }

    /// <summary>Whether somebody wants its children too.</summary>
    public bool WantsChildren
    {
        get
        {
            lock (gate)
                return trees.ContainsValue(true);
        }
    }

    /// <summary>Adds a client's slot; false if the place has just been retired and a new one has to be made.</summary>
    public bool TryJoin(SnapshotSlot slot)
    {
        lock (gate)
        {
            if (retired)
                return false;
            Join(slot);
            slotCount++;
            Begin();
            return true;
        }
    }

    /// <summary>As for a slot. A tree is told of everything at once and keeps its own pace.</summary>
    public bool TryJoin(TreeView tree, bool withChildren)
    {
        lock (gate)
        {
            if (retired)
                return false;
            trees[tree] = withChildren;
            Begin();
            return true;
        }
    }

    /// <summary>Takes a client's slot out.</summary>
    public void Leave(SnapshotSlot slot)
    {
        lock (gate)
        {
            if (!groups.Exists(group => group.Remove(slot)))
                return;
            slotCount--;
            LookWhetherIdle();
        }
    }

    /// <summary>Takes a tree out.</summary>
    public void Leave(TreeView tree)
    {
        lock (gate)
        {
            if (trees.Remove(tree))
                LookWhetherIdle();
        }
    }

    /// <inheritdoc cref="PlaceLease.AskAsync"/>
    public Task<Exception?> AskAsync(TimeSpan freshFor) => lease.AskAsync(freshFor);

    /// <summary>Takes what the grain said; what is not newer changes nothing.</summary>
    public void Take(PlaceFamily said)
    {
        TreeView[] listening;
        lock (gate)
        {
            if (said.Area.IsNewerThan(latest))
            {
                latest = said.Area;
                if (slotCount > 0)
                    publication.Request();
            }
            listening = trees.Count == 0 ? [] : [.. trees.Keys];
        }
        foreach (var tree in listening)
            tree.Take(said);
    }

    /// <summary>The newest counts with their bytes, also between two publications. Only after an answer of the grain.</summary>
    public SnapshotFrame Present()
    {
        lock (gate)
        {
            if (frame is null || latest!.IsNewerThan(frame.Counts))
                frame = Render(latest!);
            return frame;
        }
    }

    /// <summary>The tree of places has changed: name, expectations, or whether it is a leaf may have.</summary>
    public void TreeChanged()
    {
        lock (gate)
        {
            if (latest is null)
                return;
            if (frame is not null)
                frame = Render(latest);
            if (slotCount > 0)
                publication.Request();
        }
        _ = lease.AskAsync(TimeSpan.Zero);
    }

    /// <summary>Ends it for good if nobody wants it.</summary>
    public bool TryRetire()
    {
        lock (gate)
        {
            if (slotCount + trees.Count > 0)
                return false;
            retired = true;
            feed.Forget(this);
        }
        Dispose();
        return true;
    }

    /// <summary>Publishes nothing any more.</summary>
    public void Dispose()
    {
        publication.Dispose();
        lock (gate)
            groups.ForEach(group => group.Dispose());
    }

    private void Publish(long now)
    {
        PlaceCounts counts;
        SlotGroup? alone;
        lock (gate)
        {
            counts = Present().Counts;
            alone = groups.Count == 1 ? groups[0] : null;
            if (alone is null)
            {
                foreach (var group in groups)
                    group.TellSoon(now);
            }
        }
        // There are only ever more groups, and the first is told here alone until there is a second.
        alone?.Tell(now);
        Measure(counts);
    }

    // Once for all clients. A slower one gets a newer frame later, which is measured then.
    private void Measure(PlaceCounts counts)
    {
        if (counts.ReportedAt is not { } reportedAt || reportedAt <= shown)
            return;
        // What was recorded before anybody watched is not late.
        if (shown is not null)
            GatewayMetrics.Shown(time.GetUtcNow().UtcDateTime - reportedAt);
        shown = reportedAt;
        GatewayTraces.Push(counts)?.Dispose();
    }

    private void Join(SnapshotSlot slot)
    {
        if (groups.Exists(group => group.TryAdd(slot)))
            return;
        var another = new SlotGroup(time, feed.Log);
        another.TryAdd(slot);
        groups.Add(another);
    }

    // A place that has left the tree keeps the name it had.
    private SnapshotFrame Render(PlaceCounts counts)
    {
        node = feed.Find(Key) ?? node;
        return SnapshotFrame.Of(++frames, Key.Campaign, feed.FindCampaign(Key), node, counts);
    }

    private void Begin()
    {
        if (begun)
            return;
        begun = true;
        feed.Run(lease);
    }

    private void LookWhetherIdle()
    {
        if (slotCount + trees.Count > 0)
            return;
        idleSince = time.GetTimestamp();
        lease.Look();
    }
}
