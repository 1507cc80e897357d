namespace GridGrains.Gateway;

/// <summary>
/// The slots of one client that have something to send: in turn, each at most once, and those whose interval is not over aside. It never has
/// more entries than the client has slots, but for some left over from slots that were held since. Its pump guards it.
/// </summary>
internal sealed class SlotQueue
{
    private readonly Queue<Slot> ready = new();
    private readonly List<Slot> resting = [];

    /// <summary>Whether nothing is in it.</summary>
    public bool IsEmpty => ready.Count == 0 && resting.Count == 0;

    /// <summary>Timestamp at which the first of the resting slots is ready; null if none rests.</summary>
    public long? NextDue => resting.Count > 0 ? resting.Min(slot => slot.Earliest) : null;

    /// <summary>Adds an idle slot.</summary>
    public void Add(Slot slot, long now)
    {
        if (slot.Earliest > now)
        {
            slot.State = SlotState.Resting;
            resting.Add(slot);
        }
        else
        {
            slot.State = SlotState.Ready;
            ready.Enqueue(slot);
        }
    }

    /// <summary>The next slot in turn, which is then idle; null if there is none now.</summary>
    public Slot? Take(long now)
    {
        Awaken(now);
        while (ready.TryDequeue(out var slot))
        {
            if (slot.State != SlotState.Ready)
                continue;
            slot.State = SlotState.Idle;
            if (slot.Earliest <= now)
                return slot;
            Add(slot, now);
        }
        return null;
    }

    /// <summary>Moves slots whose interval is over to those that are ready, and drops those that were held or closed since.</summary>
    /// <returns>Whether a slot may have its turn now.</returns>
    public bool Awaken(long now)
    {
        for (var i = resting.Count - 1; i >= 0; i--)
        {
            var slot = resting[i];
            if (slot.State == SlotState.Resting && slot.Earliest > now)
                continue;
            resting.RemoveAt(i);
            if (slot.State == SlotState.Resting)
                Add(slot, now);
        }
        return ready.Count > 0;
    }

    /// <summary>Takes out a slot that is closed.</summary>
    public void Remove(Slot slot) => resting.Remove(slot);

    /// <summary>Takes out all.</summary>
    public void Clear()
    {
        ready.Clear();
        resting.Clear();
    }
}
