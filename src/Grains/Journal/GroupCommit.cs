using System.Diagnostics.Metrics;
using System.Threading.Channels;
using System.Threading.RateLimiting;
using GridGrains.Faults;
using GridGrains.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GridGrains.Journal;

/// <summary>
/// Commits, for all ledgers of the silo at once, whatever has queued up since the last commit returned: one transaction, one round
/// trip, one fsync for as many reports as came in meanwhile. There is no timer: a lone report goes at once, and the busier the
/// silo, the larger the batches. The queue is bounded; who finds it full waits, and is told so if that takes too long.
/// </summary>
public sealed partial class GroupCommit : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(0.5);

    private readonly IJournalStore store;
    private readonly TimeProvider time;
    private readonly ILogger<GroupCommit> log;
    private readonly GroupCommitOptions options;
    private readonly ConcurrencyLimiter room;
    private readonly Channel<PendingAppend> queue =
        Channel.CreateUnbounded<PendingAppend>(new() { SingleReader = true, AllowSynchronousContinuations = false });

    private readonly Meter meter = new(SiloMetrics.MeterName);

    private int failures;
    private long committedAt;
    private long failedAt;

    // Reused for every batch; only the loop touches them.
    private readonly List<PendingAppend> appends = [];
    private readonly List<JournalEntry> entries = [];

    /// <summary>A group commit over a store; it starts with the host.</summary>
    public GroupCommit(IJournalStore store, IOptions<GroupCommitOptions> options, TimeProvider time, ILogger<GroupCommit> log)
    {
        this.store = store;
        this.time = time;
        this.log = log;
        this.options = options.Value;
        room = new(new()
        {
            PermitLimit = this.options.QueueLimit,
            QueueLimit = this.options.QueueLimit,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        meter.CreateObservableUpDownCounter("gridgrains.journal.queue.depth", () => Depth, "{observation}", "Observations that are queued for the journal or on their way into it");
        meter.CreateObservableUpDownCounter("gridgrains.journal.queue.limit", () => (long)QueueLimit, "{observation}", "Observations for which there is room in the queue");
    }

    /// <summary>Observations that are queued or under way.</summary>
    public long Depth => options.QueueLimit - (room.GetStatistics()?.CurrentAvailablePermits ?? options.QueueLimit);

    /// <summary>How many may be.</summary>
    public int QueueLimit => options.QueueLimit;

    /// <summary>The writer of a new activation.</summary>
    public JournalWriter OpenWriter() => new(this);

    /// <summary>Room for a report in the queue, waiting for it if the queue is full; null if there was none in time.</summary>
    public async ValueTask<RateLimitLease?> WaitForRoomAsync(int observations)
    {
        var weight = Math.Max(1, observations);
        var lease = room.AttemptAcquire(weight);
        if (lease.IsAcquired)
            return lease;
        using var deadline = new CancellationTokenSource(options.RoomTimeout, time);
        try
        {
            lease = await room.AcquireAsync(weight, deadline.Token);
            return lease.IsAcquired ? lease : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Whether a commit has succeeded within this time.</summary>
    public bool HasCommittedWithin(TimeSpan age) => IsWithin(Volatile.Read(ref committedAt), age);

    /// <summary>Whether one has failed within this time.</summary>
    public bool HasFailedWithin(TimeSpan age) => IsWithin(Volatile.Read(ref failedAt), age);

    internal bool TryQueue(PendingAppend append) => queue.Writer.TryWrite(append);

    /// <summary>Takes no more appends and ends when those that are queued are durable.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        queue.Writer.TryComplete();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter.Dispose();
        room.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not ended by the stopping token: StopAsync completes the queue, and what is in it is still written.
        while (await queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            await RecoverAsync();
            TakeBatch();
            if (appends.Count > 0)
                await CommitAsync();
        }
    }

    // A database that is ill is not asked without pause: what comes in meanwhile goes with the next attempt, all of it at once.
    private async ValueTask RecoverAsync()
    {
        if (failures > 0)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(failures - 1, 16));
            await Task.Delay(pause < LongestPause ? pause : LongestPause, time);
        }
    }

    private bool IsWithin(long at, TimeSpan age) => at != 0 && time.GetElapsedTime(at) <= age;

    private void TakeBatch()
    {
        appends.Clear();
        entries.Clear();
        while (appends.Count < options.BatchLimit && queue.Reader.TryRead(out var append))
        {
            if (append.Writer.IsBroken)
            {
                append.End(AppendOutcome.Fenced);
                continue;
            }
            appends.Add(append);
            entries.Add(append.Entry);
        }
    }

    private async Task CommitAsync()
    {
        var started = time.GetTimestamp();
        try
        {
            using var deadline = new CancellationTokenSource(options.CommitTimeout, time);
            CrashPoint.Pass(CrashPoint.BeforeAppend);
            // Not left to the database's driver alone, which may itself wait for what does not answer.
            var fenced = await store.CommitAsync(entries, deadline.Token).WaitAsync(deadline.Token);
            failures = 0;
            Volatile.Write(ref committedAt, time.GetTimestamp());
            var took = time.GetElapsedTime(started);
            SiloMetrics.BatchCommitted(appends.Count, took);
            LogCommitted(appends.Count, took.TotalMilliseconds);
            foreach (var append in appends)
                append.End(fenced.Contains(append.Entry.Ledger) ? AppendOutcome.Fenced : AppendOutcome.Committed);
            if (fenced.Count > 0)
            {
                SiloMetrics.LedgersFenced(fenced.Count);
                LogFenced(fenced.Count, fenced.First());
            }
        }
        catch (Exception e)
        {
            failures++;
            Volatile.Write(ref failedAt, time.GetTimestamp());
            SiloMetrics.BatchUnknown(time.GetElapsedTime(started));
            LogUnknown(e, appends.Count);
            foreach (var append in appends)
                append.End(AppendOutcome.Unknown);
            RefuseQueued();
        }
    }

    // What waited behind a failed commit has waited long enough; it was not sent, and its writers start over. So a report
    // waits for two commits at most: the one under way when it came, or the pause after one that failed, and its own.
    private void RefuseQueued()
    {
        while (queue.Reader.TryRead(out var append))
            append.End(AppendOutcome.Fenced);
    }

    [LoggerMessage(200, LogLevel.Debug, "Committed {Reports} reports in {Milliseconds:0.0} ms")]
    private partial void LogCommitted(int reports, double milliseconds);

    [LoggerMessage(201, LogLevel.Warning, "{Ledgers} ledgers were fenced, {First} among them: another activation writes them")]
    private partial void LogFenced(int ledgers, LedgerKey first);

    [LoggerMessage(202, LogLevel.Error, "The outcome of a commit of {Reports} reports is unknown; their activations replay")]
    private partial void LogUnknown(Exception e, int reports);
}
