using System.Threading.Channels;

namespace GridGrains.Bench.Peers;

/// <summary>
/// One writer that takes whatever has queued up while it wrote, and writes that in one go: the usual way to share an fsync. No timer, so that nobody waits longer
/// than for the batch that is under way and his own.
/// </summary>
internal sealed class Batches<T> : IAsyncDisposable
{
    private readonly Channel<(T Item, TaskCompletionSource<bool> Done)> queue =
        Channel.CreateUnbounded<(T, TaskCompletionSource<bool>)>(new() { SingleReader = true });

    private readonly Func<IReadOnlyList<T>, Task<bool[]>> write;
    private readonly Task writing;

    /// <param name="write">Makes them durable and says of each whether it was new.</param>
    public Batches(Func<IReadOnlyList<T>, Task<bool[]>> write)
    {
        this.write = write;
        writing = Task.Run(WriteAsync);
    }

    /// <summary>Ends when it is durable.</summary>
    public Task<bool> AddAsync(T item)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Writer.TryWrite((item, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.Complete();
        await writing;
    }

    private async Task WriteAsync()
    {
        var (items, waiting) = (new List<T>(), new List<TaskCompletionSource<bool>>());
        while (await queue.Reader.WaitToReadAsync())
        {
            while (queue.Reader.TryRead(out var next))
            {
                items.Add(next.Item);
                waiting.Add(next.Done);
            }
            try
            {
                var isNew = await write(items);
                for (var i = 0; i < waiting.Count; i++)
                    waiting[i].SetResult(isNew[i]);
            }
            catch (Exception e)
            {
                waiting.ForEach(w => w.TrySetException(e));
            }
            items.Clear();
            waiting.Clear();
        }
    }
}
