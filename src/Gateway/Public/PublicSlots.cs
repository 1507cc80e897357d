namespace GridGrains.Gateway;

/// <summary>A client's slot for something of the public view of a campaign.</summary>
internal abstract class PublicSlot : ViewSlot
{
    private readonly PublicCampaign campaign;
    private PublicView? given;

    /// <summary>A slot that is held; the campaign tells it from now on.</summary>
    protected PublicSlot(ClientPump pump, LedgerKey key, PublicFeed feed) : base(pump, key.Place, TimeSpan.Zero) =>
        campaign = feed.Join(key.Campaign, this);

    /// <inheritdoc/>
    public sealed override AccessAction Reading => AccessAction.ReadPublic;

    /// <inheritdoc/>
    public sealed override HubPush? Take()
    {
        if (campaign.View is not { } view || ReferenceEquals(view, given))
            return null;
        given = view;
        return Push(campaign, view);
    }

    /// <inheritdoc/>
    public sealed override Task<Exception?> AskAsync() => campaign.AskAsync();

    /// <inheritdoc/>
    public sealed override ReadOnlyMemory<byte> Answer()
    {
        var view = campaign.View!;
        Pump.Answered(this, () => given = view);
        return Push(campaign, view).Argument;
    }

    /// <inheritdoc/>
    public sealed override void Leave() => campaign.Leave(this);

    /// <summary>What the client gets of a view.</summary>
    protected abstract HubPush Push(PublicCampaign of, PublicView view);
}

/// <summary>A client's slot for an area of the public view.</summary>
internal sealed class PublicSnapshotSlot(ClientPump pump, LedgerKey key, PublicFeed feed) : PublicSlot(pump, key, feed)
{
    /// <inheritdoc/>
    protected override HubPush Push(PublicCampaign of, PublicView view) => of.Push(view, Root);
}

/// <summary>A client's slot for a tree of the public view.</summary>
internal sealed class PublicTreeSlot(ClientPump pump, TreeKey key, PublicFeed feed) : PublicSlot(pump, key.Root, feed)
{
    /// <inheritdoc/>
    protected override HubPush Push(PublicCampaign of, PublicView view) => of.Push(view, key);
}
