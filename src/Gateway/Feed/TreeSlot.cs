namespace GridGrains.Gateway;

/// <summary>A client's slot for a tree: it knows up to which moment the client has been told.</summary>
internal sealed class TreeSlot : ViewSlot
{
    private readonly TreeView view;
    private readonly TreeFeed trees;
    private long told = -1;

    /// <summary>A slot that is held; its tree tells it from now on.</summary>
    public TreeSlot(ClientPump pump, TreeKey key, TreeFeed trees, TimeSpan interval) : base(pump, key.Root.Place, interval)
    {
        this.trees = trees;
        view = trees.Join(key, this);
    }

    /// <inheritdoc/>
    public override HubPush? Take() => view.Since(ref told);

    /// <inheritdoc/>
    public override Task<Exception?> AskAsync() => view.AskAsync();

    /// <inheritdoc/>
    public override void Leave() => trees.Leave(view, this);

    /// <summary>The whole tree for an answer; pushes come after it and have what changed since.</summary>
    public override ReadOnlyMemory<byte> Answer()
    {
        HubPush? whole = null;
        Pump.Answered(this, () =>
        {
            told = -1;
            whole = view.Since(ref told);
        });
        return whole!.Argument;
    }
}
