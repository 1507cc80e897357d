namespace GridGrains.Gateway;

/// <summary>
/// Whose turn it is to write a frame to a client, and never two at a time: the hub with its messages, the feed with its pushes, the WebSocket with
/// its control frames. What the feed pushes does not overtake a message that the hub is still composing, so versions never fall.
/// </summary>
internal sealed class FrameTurn
{
    private readonly Lock gate = new();
    private TaskCompletionSource? returned;
    private bool taken;
    private bool composing;

    /// <summary>The hub begins a message: no push goes out until it has.</summary>
    public void Compose()
    {
        lock (gate)
            composing = true;
    }

    /// <summary>The feed's turn, if it can have it now.</summary>
    public bool TryTakeToPush()
    {
        lock (gate)
            return !taken && !composing && (taken = true);
    }

    /// <summary>Ends when it is the feed's turn.</summary>
    public async ValueTask TakeToPushAsync()
    {
        while (!TryTakeToPush())
            await ReturnedAsync(forPush: true);
    }

    /// <summary>Ends when it is the turn of the hub or of the WebSocket.</summary>
    public async ValueTask TakeAsync()
    {
        while (!TryTake())
            await ReturnedAsync(forPush: false);
    }

    /// <summary>The next one's turn.</summary>
    /// <param name="composed">Whether what the hub had composed has gone out.</param>
    public void Return(bool composed = false)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            taken = false;
            composing &= !composed;
            (waiting, returned) = (returned, null);
        }
        waiting?.SetResult();
    }

    private bool TryTake()
    {
        lock (gate)
            return !taken && (taken = true);
    }

    // Looked at under the lock again, lest it be returned just before somebody waits for that.
    private Task ReturnedAsync(bool forPush)
    {
        lock (gate)
        {
            if (!taken && !(forPush && composing))
                return Task.CompletedTask;
            returned ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return returned.Task;
        }
    }
}
