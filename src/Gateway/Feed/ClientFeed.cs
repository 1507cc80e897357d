namespace GridGrains.Gateway;

/// <summary>What one client watches: a slot for each place and each tree.</summary>
internal sealed class ClientFeed : IDisposable
{
    private readonly Lock gate = new();
    private readonly ClientPump pump;
    private readonly SnapshotFeed feed;
    private readonly TreeFeed trees;
    private readonly BoardFeed boards;
    private readonly BoardSlot board;
    private readonly PublicFeed? publicly;
    private readonly Bearer? bearer;
    private readonly Dictionary<LedgerKey, ViewSlot> places = [];
    private readonly Dictionary<LedgerKey, ViewSlot> roots = [];
    private bool closed;

    /// <summary>A client that watches nothing.</summary>
    public ClientFeed(ClientLink link, SnapshotFeed feed, TreeFeed trees, BoardFeed boards, PublicFeed everybody)
    {
        publicly = Access.Reading(link.Who) == AccessAction.ReadPublic ? everybody : null;
        this.feed = feed;
        this.trees = trees;
        this.boards = boards;
        bearer = link.Bearer;
        pump = new ClientPump(link, feed.Options.StallLimit, feed.Time);
        board = new BoardSlot(pump, link.Who, boards);
    }

    private static Problem Closing => Problem.Unavailable("the connection is closing", TimeSpan.FromSeconds(1));

    /// <summary>
    /// Watches places. The answer, when it is written, has the newest snapshot of each, not older than this call; whatever is pushed
    /// comes after it and is newer.
    /// </summary>
    /// <returns>The answer, or why there is none; then the client watches what it did before.</returns>
    public async Task<(SnapshotAnswer? Answer, Problem? Problem)> WatchAsync(IReadOnlyList<LedgerKey> keys, CancellationToken cancellation)
    {
        if (!TryOpen(keys, out var slots, out var opened, out var refused))
            return (null, refused);
        var failure = await PrepareAsync(slots, cancellation);
        if (failure is not null)
            Unwatch(opened);
        else
            await FollowBoardsAsync(keys);
        pump.Release(slots);
        return failure is null ? (new SnapshotAnswer(slots), null) : (null, failure);
    }

    /// <summary>Sends no snapshots of these places any more; those that are not watched are passed over.</summary>
    public void Unwatch(IEnumerable<LedgerKey> keys)
    {
        lock (gate)
        {
            foreach (var key in keys)
            {
                if (places.Remove(key, out var slot))
                    Close(slot);
            }
            ShowBoard();
        }
    }

    /// <summary>As <see cref="WatchAsync"/>, for a tree. It takes the place of another one of the same root.</summary>
    public async Task<(TreeAnswer? Answer, Problem? Problem)> WatchTreeAsync(TreeKey key, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (roots.Count >= feed.Options.MaxTrees && !roots.ContainsKey(key.Root))
                return (null, Problem.Invalid("root", $"would be more than the {feed.Options.MaxTrees} trees that one connection may watch"));
        }
        if (!TryWatch(1))
            return (null, TooMuchWatched);
        var slot = Open(key);
        var failure = await PrepareAsync([slot], cancellation);
        if (failure is not null || !TryReplace(key.Root, slot))
        {
            Close(slot);
            return (null, failure ?? Closing);
        }
        await FollowBoardsAsync([key.Root]);
        // What was there before may be on its way.
        await pump.HoldAsync([slot]);
        pump.Release([slot]);
        return (new TreeAnswer(slot), null);
    }

    /// <summary>Sends nothing of this tree any more.</summary>
    public void UnwatchTree(LedgerKey root)
    {
        lock (gate)
        {
            if (roots.Remove(root, out var slot))
                Close(slot);
            ShowBoard();
        }
    }

    /// <summary>The connection has ended.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var slot in places.Values)
                Close(slot);
            foreach (var slot in roots.Values)
                Close(slot);
            places.Clear();
            roots.Clear();
            Close(board);
        }
        pump.Dispose();
    }

    // Who reads the public view gets its slots and no others, so no exact number is ever in reach of its connection.
    private ViewSlot Open(LedgerKey key)
    {
        FeedFigures.AddSlot(+1);
        return OpenSlot(key);
    }

    private ViewSlot Open(TreeKey key)
    {
        FeedFigures.AddSlot(+1);
        return OpenSlot(key);
    }

    private ViewSlot OpenSlot(LedgerKey key) => publicly is null ? new SnapshotSlot(pump, key, feed) : new PublicSnapshotSlot(pump, key, publicly);

    private ViewSlot OpenSlot(TreeKey key) =>
        publicly is null ? new TreeSlot(pump, key, trees, feed.Options.TreeInterval) : new PublicTreeSlot(pump, key, publicly);

    private bool TryOpen(IReadOnlyList<LedgerKey> keys, out ViewSlot[] slots, out List<LedgerKey> opened, out Problem? refused)
    {
        slots = new ViewSlot[keys.Count];
        opened = [];
        lock (gate)
        {
            var more = keys.Distinct().Count(key => !places.ContainsKey(key));
            refused = places.Count + more > feed.Options.MaxPlaces
                ? Problem.Invalid("places", $"would be more than the {feed.Options.MaxPlaces} that one connection may watch")
                : TryWatch(more) ? null : TooMuchWatched;
            if (refused is not null)
                return false;
            for (var i = 0; i < keys.Count; i++)
            {
                if (!places.TryGetValue(keys[i], out var slot))
                {
                    slot = Open(keys[i]);
                    places.Add(keys[i], slot);
                    opened.Add(keys[i]);
                }
                slots[i] = slot;
            }
            if (closed)
                Unwatch(opened);
            ShowBoard();
            return true;
        }
    }

    private bool TryReplace(LedgerKey root, ViewSlot slot)
    {
        lock (gate)
        {
            if (closed)
                return false;
            if (roots.Remove(root, out var before))
                Close(before);
            roots.Add(root, slot);
            ShowBoard();
            return true;
        }
    }

    // Nothing of the slots is under way when this ends, and what the grains say now is known.
    private async Task<Problem?> PrepareAsync(IReadOnlyList<Slot> slots, CancellationToken cancellation)
    {
        try
        {
            await pump.HoldAsync(slots).WaitAsync(cancellation);
            foreach (var failure in await Task.WhenAll(slots.Distinct().Select(slot => slot.AskAsync())).WaitAsync(cancellation))
            {
                if (failure is not null)
                    return Problem.LedgerUnavailable();
            }
            return null;
        }
        catch (OperationCanceledException)
        {
            return Closing;
        }
    }

    // The client is not told that a board is out of reach: its snapshots are right, and its notices are there to be asked for.
    private Task FollowBoardsAsync(IEnumerable<LedgerKey> keys) =>
        Task.WhenAll(keys.Select(key => key.Campaign).Distinct().Select(boards.FollowAsync));

    private static Problem TooMuchWatched => Problem.SlowDown(TimeSpan.FromSeconds(5));

    private bool TryWatch(int more) => bearer?.TryWatch(more, feed.Options.WatchesPerToken) ?? true;

    private void ShowBoard() => board.Watched = closed ? [] : [.. places.Keys, .. roots.Keys];

    private void Close(Slot slot)
    {
        if (slot is not BoardSlot)
        {
            bearer?.Unwatch(1);
            FeedFigures.AddSlot(-1);
        }
        pump.Remove(slot);
        slot.Leave();
    }
}
