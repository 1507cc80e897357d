using System.Collections.Immutable;
using GridGrains.Faults;
using Microsoft.Extensions.Logging;

namespace GridGrains.RollUp;

/// <summary>
/// What the leaves of one area that live in this silo have to tell it: of each the newest, and all in one message. The first goes at once, then there
/// is at most one message in an interval (<see cref="RollUpPace"/>), never two at a time. While the area is slow or cannot be reached nothing
/// piles up: there is never more here than one entry for each leaf.
/// </summary>
/// <remarks>
/// Leaves put in their turns; messages go from threads of the pool, so that a leaf that goes to sleep takes none of its brothers' with it.
/// </remarks>
public sealed partial class AreaOutbox : IThreadPoolWorkItem
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly LedgerKey area;
    private readonly Func<ImmutableArray<PlaceCounts>, Task> send;
    private readonly RollUpPace pace;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly ITimer timer;
    private readonly Dictionary<PlaceId, PlaceCounts> waiting = [];
    private TaskCompletionSource? emptied;
    private long lastBegan;
    private int failures;
    private bool resting;
    private bool sending;

    /// <summary>An empty one.</summary>
    /// <param name="area">Whom it tells.</param>
    /// <param name="send">Ends when the area has it all, and fails if it may not.</param>
    /// <param name="pace">How often.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Where failures go.</param>
    public AreaOutbox(LedgerKey area, Func<ImmutableArray<PlaceCounts>, Task> send, RollUpPace pace, TimeProvider time, ILogger log)
    {
        this.area = area;
        this.send = send;
        this.pace = pace;
        this.time = time;
        this.log = log;
        lastBegan = time.GetTimestamp() - (long)(pace.Interval.TotalSeconds * time.TimestampFrequency);
        timer = time.CreateTimer(static outbox => ((AreaOutbox)outbox!).OnRested(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes a leaf's counts, and returns without waiting. Those that are not newer than what waits of the leaf change nothing.</summary>
    public void Put(PlaceCounts counts)
    {
        lock (gate)
        {
            if (waiting.TryGetValue(counts.Place, out var before))
            {
                if (!counts.IsNewerThan(before))
                    return;
                counts = counts.Trace is null && before.Trace is not null ? counts with { Trace = before.Trace } : counts;
            }
            waiting[counts.Place] = counts;
            if (!resting && !sending)
                RestOrSend(pace.Interval);
        }
    }

    /// <summary>Sends what waits now, whatever the interval; ends when it has been sent, or could not be. Who did not hear will ask.</summary>
    public Task FlushAsync()
    {
        lock (gate)
        {
            if (!sending && waiting.Count == 0)
                return Task.CompletedTask;
            emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (!sending)
                RestOrSend(TimeSpan.Zero);
            return emptied.Task;
        }
    }

    /// <summary>Called by the thread pool.</summary>
    public void Execute() => _ = SendAsync();

    // Never throws, so that it may be started and left.
    private async Task SendAsync()
    {
        var taken = Take();
        try
        {
            CrashPoint.Pass(CrashPoint.BeforeRollUp);
            await send(taken).ConfigureAwait(false);
            Sent([]);
        }
        catch (Exception e)
        {
            LogFailed(e, area);
            Sent(taken);
        }
    }

    private ImmutableArray<PlaceCounts> Take()
    {
        lock (gate)
        {
            lastBegan = time.GetTimestamp();
            ImmutableArray<PlaceCounts> taken = [.. waiting.Values];
            waiting.Clear();
            return taken;
        }
    }

    private void Sent(ImmutableArray<PlaceCounts> failed)
    {
        lock (gate)
        {
            sending = false;
            failures = failed.IsEmpty ? 0 : failures + 1;
            foreach (var counts in failed)
                waiting.TryAdd(counts.Place, counts);
            if (waiting.Count == 0 || failures > 0)
            {
                emptied?.SetResult();
                emptied = null;
            }
            if (waiting.Count > 0)
                RestOrSend(emptied is null ? Pause : TimeSpan.Zero);
        }
    }

    // An area that cannot be reached is called less and less often.
    private TimeSpan Pause => pace.Interval * Math.Pow(2, Math.Min(failures, 16)) is var pause && pause < LongestPause ? pause : LongestPause;

    private void RestOrSend(TimeSpan interval)
    {
        var left = interval - time.GetElapsedTime(lastBegan);
        resting = left > TimeSpan.Zero;
        if (resting)
        {
            timer.Change(left, Timeout.InfiniteTimeSpan);
            return;
        }
        sending = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void OnRested()
    {
        lock (gate)
        {
            // It may have been told to send meanwhile, and have sent.
            if (!resting)
                return;
            resting = false;
            if (sending || waiting.Count == 0)
                return;
            sending = true;
        }
        Execute();
    }

    [LoggerMessage(310, LogLevel.Debug, "{Area} could not be told what its leaves count; trying again")]
    private partial void LogFailed(Exception e, LedgerKey area);
}
