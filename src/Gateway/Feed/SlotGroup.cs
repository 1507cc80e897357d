namespace GridGrains.Gateway;

/// <summary>
/// Some clients of a place, as many as one thread writes to in a millisecond or two. Each group is told of what is new by itself, so a place with many
/// clients is published by as many threads as there are, and nobody waits for the slowest of them.
/// </summary>
internal sealed class SlotGroup : IDisposable
{
    private const int MostClients = 256;

    private readonly Lock gate = new();
    private readonly HashSet<SnapshotSlot> slots = [];
    private readonly TimeProvider time;
    private readonly Pacer telling;
    private SnapshotSlot[]? listening = [];
    private long published;

    /// <summary>A group without clients.</summary>
    public SlotGroup(TimeProvider time, ILogger log)
    {
        this.time = time;
        telling = new Pacer(TimeSpan.Zero, time, _ => Tell(Volatile.Read(ref published)), log);
    }

    /// <summary>Takes a client in; false if there is no room for it.</summary>
    public bool TryAdd(SnapshotSlot slot)
    {
        lock (gate)
        {
            if (slots.Count == MostClients)
                return false;
            listening = null;
            return slots.Add(slot);
        }
    }

    /// <summary>Whether the client was one of it; it is not any more.</summary>
    public bool Remove(SnapshotSlot slot)
    {
        lock (gate)
        {
            listening = null;
            return slots.Remove(slot);
        }
    }

    /// <summary>Tells its clients on another thread that something is new.</summary>
    /// <param name="now">When it was published: two publications an interval apart are not held up by a late thread.</param>
    public void TellSoon(long now)
    {
        Volatile.Write(ref published, now);
        telling.Request();
    }

    /// <summary>Tells its clients that something is new.</summary>
    /// <param name="now">When it was published.</param>
    public void Tell(long now)
    {
        SnapshotSlot[] all;
        lock (gate)
            all = listening ??= [.. slots];
        var present = time.GetTimestamp();
        foreach (var slot in all)
            slot.Pump.Wake(slot, now, present);
    }

    /// <summary>Tells nobody any more.</summary>
    public void Dispose() => telling.Dispose();
}
