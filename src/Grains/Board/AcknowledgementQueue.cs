namespace GridGrains.Board;

/// <summary>
/// Brings acknowledgements to the database one write at a time; what comes while one is under way goes with the next, all of it together. So
/// when a thousand phones read a notice in the same second, that is a few transactions. To be used by one grain, in its turns.
/// </summary>
public sealed class AcknowledgementQueue(Func<IReadOnlyCollection<Acknowledgement>, Task> write)
{
    private List<Acknowledgement> waiting = [];
    private Task current = Task.CompletedTask;
    private Task? next;

    /// <summary>Ends when the acknowledgement is durable, or fails with the write that it went with.</summary>
    public Task AddAsync(Acknowledgement acknowledgement)
    {
        waiting.Add(acknowledgement);
        return next ??= WriteNextAsync();
    }

    private async Task WriteNextAsync()
    {
        // So that the caller has stored the task before it begins.
        await Task.Yield();
        await current.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        var batch = waiting;
        waiting = [];
        current = next!;
        next = null;
        await write(batch);
    }
}
