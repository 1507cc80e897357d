namespace GridGrains.Gateway;

/// <summary>All trees that clients of this gateway watch, each once for however many clients, and rebuilt when the tree of places changes.</summary>
internal sealed class TreeFeed : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<TreeKey, TreeView> views = [];
    private readonly SnapshotFeed feed;
    private readonly CurrentCity city;

    /// <summary>A feed in which no tree is watched.</summary>
    public TreeFeed(SnapshotFeed feed, CurrentCity city)
    {
        this.feed = feed;
        this.city = city;
        city.Changed += OnCityChanged;
    }

    /// <summary>Adds a client's slot to the tree it is for.</summary>
    public TreeView Join(TreeKey key, TreeSlot slot)
    {
        lock (gate)
        {
            if (!views.TryGetValue(key, out var view))
            {
                views.Add(key, view = new TreeView(key, feed));
                view.Follow(feed.Find(key.Root));
            }
            view.Join(slot);
            return view;
        }
    }

    /// <summary>Takes a client's slot out; a tree without clients is given up.</summary>
    public void Leave(TreeView view, TreeSlot slot)
    {
        lock (gate)
        {
            view.Leave(slot);
            if (view.IsUnwanted && views.Remove(view.Key))
                view.Dispose();
        }
    }

    /// <summary>Follows the tree of places no more.</summary>
    public void Dispose() => city.Changed -= OnCityChanged;

    private void OnCityChanged(City changed)
    {
        lock (gate)
        {
            foreach (var view in views.Values)
            {
                view.Follow(feed.Find(view.Key.Root));
                _ = view.AskAsync();
            }
        }
    }
}
