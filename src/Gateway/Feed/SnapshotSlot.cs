namespace GridGrains.Gateway;

/// <summary>A client's slot for the snapshots of one place.</summary>
internal sealed class SnapshotSlot : ViewSlot
{
    private readonly WatchedPlace place;
    private SnapshotFrame? given;

    /// <summary>A slot that is held; its place tells it from now on.</summary>
    public SnapshotSlot(ClientPump pump, LedgerKey key, SnapshotFeed feed) : base(pump, key.Place, feed.Options.SnapshotInterval) =>
        place = feed.Join(key, this);

    /// <inheritdoc/>
    public override HubPush? Take()
    {
        var newest = place.Frame;
        if (newest is null || ReferenceEquals(newest, given))
            return null;
        GatewayMetrics.Pushed(given is null ? 0 : newest.Number - given.Number - 1);
        given = newest;
        return newest.Push;
    }

    /// <inheritdoc/>
    public override Task<Exception?> AskAsync() => place.AskAsync(Interval);

    /// <summary>The present snapshot for an answer; pushes come after it and are newer.</summary>
    public override ReadOnlyMemory<byte> Answer()
    {
        var present = place.Present();
        Pump.Answered(this, () => given = present);
        return present.Push.Argument;
    }

    /// <inheritdoc/>
    public override void Leave() => place.Leave(this);
}
