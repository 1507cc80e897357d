namespace GridGrains.Gateway;

/// <summary>
/// Brings what is newest in a client's slots to the client: one write at a time, the next when the connection has taken it, so nobody
/// waits for anybody else's connection. A client that does not take one message for too long is disconnected.
/// </summary>
internal sealed class ClientPump : IDisposable
{
    // An answer is on its way as soon as the hub's method has ended. This long it is waited for, for a client may have asked for none.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly SlotQueue queue = new();
    private readonly ClientLink link;
    private readonly Func<HubPush, ValueTask> send;
    private readonly TimeSpan stallLimit;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private TaskCompletionSource? written;
    private long writeBegan;
    private bool isQueueEmpty = true;
    private bool timerIsSet;
    private bool writing;
    private bool pumping;
    private bool closed;

    /// <summary>A pump without slots.</summary>
    public ClientPump(ClientLink link, TimeSpan stallLimit, TimeProvider time)
    {
        this.link = link;
        send = link.Write;
        this.stallLimit = stallLimit;
        this.time = time;
        timer = time.CreateTimer(static pump => ((ClientPump)pump!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something in the slot's view has changed. Returns without waiting.</summary>
    /// <param name="slot">One of this pump.</param>
    /// <param name="now">The present timestamp.</param>
    public void Wake(Slot slot, long now) => Wake(slot, now, now);

    /// <summary>Something in the slot's view has changed. Returns without waiting.</summary>
    /// <param name="slot">One of this pump.</param>
    /// <param name="changed">Timestamp of the change, from which the slot's interval counts, up to a quarter of it: two changes an interval apart are both sent at once, though the thread that tells of the first is late.</param>
    /// <param name="now">The present timestamp.</param>
    public void Wake(Slot slot, long changed, long now)
    {
        lock (gate)
        {
            if (closed || slot.State != SlotState.Idle)
                return;
            if (pumping || slot.Earliest > now)
            {
                queue.Add(slot, now);
                isQueueEmpty = false;
                if (!pumping)
                    SetTimer(now);
                return;
            }
            pumping = true;
            BeginWrite(now);
        }
        _ = PumpAsync(slot, Math.Max(changed, now - (Ticks(slot.Interval) / 4)));
    }

    /// <summary>Sends nothing of these slots from now on; ends when nothing of them is on its way any more.</summary>
    public Task HoldAsync(IEnumerable<Slot> slots)
    {
        lock (gate)
        {
            foreach (var slot in slots)
                slot.State = slot.State == SlotState.Gone ? SlotState.Gone : SlotState.Held;
            if (!writing || closed)
                return Task.CompletedTask;
            written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return written.Task;
        }
    }

    /// <summary>Sends these slots again: from their answer on, or soon if there is none.</summary>
    public void Release(IEnumerable<Slot> slots)
    {
        var now = time.GetTimestamp();
        foreach (var slot in slots)
        {
            lock (gate)
            {
                if (slot.State != SlotState.Held)
                    continue;
                slot.State = SlotState.Idle;
                slot.Earliest = now + Ticks(AnswerPatience);
            }
            Wake(slot, now);
        }
    }

    /// <summary>An answer with what is newest in the slot is being written.</summary>
    /// <param name="slot">A slot that was held for it.</param>
    /// <param name="given">Done before anything else of the slot is sent.</param>
    public void Answered(Slot slot, Action given)
    {
        lock (gate)
        {
            given();
            var now = time.GetTimestamp();
            slot.Earliest = now + Ticks(slot.Interval);
            if (slot.State == SlotState.Resting && !pumping)
                SetTimer(now);
        }
    }

    /// <summary>Sends nothing of the slot any more.</summary>
    public void Remove(Slot slot)
    {
        lock (gate)
        {
            slot.State = SlotState.Gone;
            queue.Remove(slot);
        }
    }

    /// <summary>Sends nothing any more.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            queue.Clear();
            isQueueEmpty = true;
            EndWrite();
        }
        timer.Dispose();
    }

    // Never throws, so that it may be started and left.
    private async Task PumpAsync(Slot? first, long now)
    {
        try
        {
            for (var slot = first ?? Next(now); slot is not null; slot = Next(now))
            {
                if (time.GetUtcNow() >= link.Expires)
                    link.Cut("its token has expired");
                else if (MaySee(slot) && slot.Take() is { } newest)
                    await WriteAsync(slot, newest, now);
                now = time.GetTimestamp();
            }
        }
        catch (Exception e)
        {
            link.Cut($"a message could not be sent: {e.Message}");
        }
    }

    private ValueTask WriteAsync(Slot slot, HubPush push, long now)
    {
        lock (gate)
            slot.Earliest = now + Ticks(slot.Interval);
        var write = send(push);
        if (!write.IsCompleted)
            SetStallTimer();
        return write;
    }

    // Taking what is newest counts as writing: whoever holds a slot waits for it.
    private Slot? Next(long now)
    {
        lock (gate)
        {
            EndWrite();
            if (!closed && !isQueueEmpty && queue.Take(now) is { } slot)
            {
                BeginWrite(now);
                return slot;
            }
            pumping = false;
            isQueueEmpty = isQueueEmpty || queue.IsEmpty;
            SetTimer(now);
            return null;
        }
    }

    private void BeginWrite(long now)
    {
        writing = true;
        writeBegan = now;
    }

    private bool MaySee(Slot slot) => slot.IsAllowed ??= Access.Decide(link.Who, slot.Reading, slot.Root);

    private void EndWrite()
    {
        writing = false;
        written?.TrySetResult();
        written = null;
    }

    // One timer: of the write while there is one, else of the slot that rests the shortest. Mostly there is neither, and it is left alone.
    private void SetTimer(long now)
    {
        if (!isQueueEmpty && queue.NextDue is { } next)
            SetTimer(Pacer.InWholeMilliseconds(time.GetElapsedTime(now, next)));
        else if (timerIsSet)
            SetTimer(Timeout.InfiniteTimeSpan);
    }

    private void SetTimer(TimeSpan due)
    {
        if (closed)
            return;
        timerIsSet = due != Timeout.InfiniteTimeSpan;
        timer.Change(due, Timeout.InfiniteTimeSpan);
    }

    private void SetStallTimer()
    {
        lock (gate)
        {
            if (writing)
                SetTimer(stallLimit);
        }
    }

    private void OnTimer()
    {
        var now = time.GetTimestamp();
        bool stalled;
        lock (gate)
        {
            timerIsSet = false;
            if (closed || (pumping && !writing))
                return;
            stalled = writing;
            if (stalled && stallLimit - time.GetElapsedTime(writeBegan, now) is { Ticks: > 0 } left)
            {
                SetTimer(left);
                return;
            }
            if (!stalled && !queue.Awaken(now))
            {
                SetTimer(now);
                return;
            }
            pumping = true;
        }
        if (stalled)
            link.Cut($"it has not taken a message for {stallLimit}");
        else
            _ = PumpAsync(null, now);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
