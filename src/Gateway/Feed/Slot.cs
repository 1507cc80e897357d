namespace GridGrains.Gateway;

/// <summary>
/// The one place where a client keeps what is newest of a view. It holds no messages: what is to be sent is looked up when the client can
/// take it, so a client that is slow skips what came in between, and what is kept for it does not grow.
/// </summary>
internal abstract class Slot(ClientPump pump, PlaceId root, TimeSpan interval)
{
    /// <summary>Whose slot it is.</summary>
    public ClientPump Pump { get; } = pump;

    /// <summary>What the client has to be allowed to read, asked before each push.</summary>
    public PlaceId Root { get; } = root;

    /// <summary>As what the client reads it.</summary>
    public virtual AccessAction Reading => AccessAction.Read;

    /// <summary>Least time between two messages.</summary>
    public TimeSpan Interval { get; } = interval;

    /// <summary>Where it is in the pump, which alone changes it.</summary>
    public SlotState State { get; set; } = SlotState.Held;

    /// <summary>Timestamp before which nothing is sent; changed by the pump.</summary>
    public long Earliest { get; set; }

    /// <summary>The decision about the client, which is the same until its token ends.</summary>
    public bool? IsAllowed { get; set; }

    /// <summary>What is newer than all that the client was given, which then counts as given; null if nothing is.</summary>
    public abstract HubPush? Take();

    /// <summary>Asks the grains anew; ends with what failed, if something did, when their answers can be taken.</summary>
    public abstract Task<Exception?> AskAsync();

    /// <summary>Takes it out of its view.</summary>
    public abstract void Leave();
}

/// <summary>A slot whose view is also answered when the client begins to watch it.</summary>
internal abstract class ViewSlot(ClientPump pump, PlaceId root, TimeSpan interval) : Slot(pump, root, interval)
{
    /// <summary>The present state of the view, whole; pushes come after it and are newer.</summary>
    public abstract ReadOnlyMemory<byte> Answer();
}

/// <summary>Where a slot is.</summary>
internal enum SlotState
{
    /// <summary>Nothing to send.</summary>
    Idle,

    /// <summary>Waits for its turn.</summary>
    Ready,

    /// <summary>Waits for its interval to end.</summary>
    Resting,

    /// <summary>Nothing is sent until an answer is on its way.</summary>
    Held,

    /// <summary>Closed.</summary>
    Gone,
}
