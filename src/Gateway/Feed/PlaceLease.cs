using System.Threading.Channels;

namespace GridGrains.Gateway;

/// <summary>
/// Keeps one place observed for the gateway: takes out the grain's lease, renews it long before it ends, and gives it back when
/// nobody has wanted the place for a while. Every answer has the present counts, so whatever a lost lease or a lost message kept from
/// the feed is made up for by the next renewal.
/// </summary>
internal sealed class PlaceLease(WatchedPlace place, FeedObserver observer, TimeSpan linger, TimeProvider time)
{
    /// <summary>How often a lease is renewed.</summary>
    public static readonly TimeSpan RenewalInterval = IPlaceObserver.Lease / 3;

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private TaskCompletionSource<Exception?> next = NewQuestion();
    private bool asked;
    private long? answered;

    /// <summary>
    /// Asks the grain anew. Ends when the answer is in the feed, with what failed if it is not. However many ask, the grain is asked once, and
    /// once more for those who came while it was.
    /// </summary>
    /// <param name="freshFor">An answer to a question from so long ago will do: clients that all come back at once are not a call each.</param>
    public Task<Exception?> AskAsync(TimeSpan freshFor)
    {
        lock (gate)
        {
            if (answered is { } at && time.GetElapsedTime(at) < freshFor)
                return Task.FromResult<Exception?>(null);
            asked = true;
            Look();
            return next.Task;
        }
    }

    /// <summary>Something has changed that may make the place unwanted.</summary>
    public void Look() => signal.Writer.TryWrite(true);

    /// <summary>Runs until the place is retired or the process stops; never throws.</summary>
    public async Task KeepAsync(CancellationToken stopping)
    {
        using var timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var renewAt = DateTimeOffset.MinValue;
        while (!stopping.IsCancellationRequested)
        {
            if (place.IdleFor >= linger)
            {
                await LetGoAsync(stopping);
                if (place.TryRetire())
                    break;
                renewAt = DateTimeOffset.MinValue;
            }
            if (TakeQuestion(time.GetUtcNow() >= renewAt) is { } question)
            {
                var failure = await WatchAsync(stopping);
                question.SetResult(failure);
                renewAt = time.GetUtcNow() + (failure is null ? RenewalInterval : RetryInterval);
            }
            timer.Change(Until(renewAt), Timeout.InfiniteTimeSpan);
            Task wait = signal.Reader.WaitToReadAsync(stopping).AsTask();
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            signal.Reader.TryRead(out _);
        }
        lock (gate)
            next.TrySetResult(new OperationCanceledException("the feed has stopped"));
    }

    private static TaskCompletionSource<Exception?> NewQuestion() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task<Exception?> WatchAsync(CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        lock (gate)
            answered = null;
        try
        {
            place.Take(await observer.WatchAsync(place.Key, place.WantsChildren).WaitAsync(stopping));
            observer.Reached(place.Key);
            lock (gate)
                answered = began;
            return null;
        }
        catch (Exception e)
        {
            if (!stopping.IsCancellationRequested)
                observer.NotReached(place.Key, e);
            return e;
        }
    }

    private async Task LetGoAsync(CancellationToken stopping)
    {
        observer.Reached(place.Key);
        try
        {
            await observer.UnwatchAsync(place.Key).WaitAsync(stopping);
        }
        catch (Exception)
        {
            // The lease ends by itself.
        }
    }

    private TaskCompletionSource<Exception?>? TakeQuestion(bool due)
    {
        lock (gate)
        {
            if (!asked && !due)
                return null;
            asked = false;
            var taken = next;
            next = NewQuestion();
            return taken;
        }
    }

    private TimeSpan Until(DateTimeOffset renewAt)
    {
        var left = renewAt - time.GetUtcNow();
        if (place.IdleFor is { } idle && linger - idle < left)
            left = linger - idle;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
