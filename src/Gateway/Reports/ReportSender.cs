using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Sends a report to its leaf, and again with the same id while the leaf is moving or its commit has failed: the only layer that tries
/// again. Since a leaf counts a report id once, sending again is safe. A leaf that is busy has waited for room already and is not asked again.
/// </summary>
internal sealed partial class ReportSender(
    IGrainFactory grains,
    CurrentCity current,
    CityFollower follower,
    RetryBudget budget,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ReportSender> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan SayInterval = TimeSpan.FromSeconds(1);

    private long saidAt;
    private int unsaid;

    /// <summary>The leaf's answer. After <see cref="GatewayOptions.ReportPatience"/> it is a refusal with the last reason, or unknown.</summary>
    /// <param name="leaf">Where it goes.</param>
    /// <param name="report">What goes there.</param>
    /// <param name="reporter">Who sends it.</param>
    /// <param name="room">What it takes up; kept by a call that is not waited for any more.</param>
    /// <param name="cancellation">Ends sending again.</param>
    public async ValueTask<ReportAnswer> SendAsync(
        LedgerKey leaf, Report report, string reporter, ReportRoom room, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var grain = grains.GetGrain<IGridGrain>(leaf.ToString());
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            var (answer, failure) = await TryAsync(grain, report, reporter, room, Left(started));
            if (!await IsWorthAnotherAsync(answer, leaf, started))
                return answer;
            var wait = pause * (0.5 + (Random.Shared.NextDouble() / 2));
            if (wait >= Left(started) || cancellation.IsCancellationRequested || !budget.TryTake())
            {
                GaveUp(failure, leaf, report, answer.Refusal);
                return answer;
            }
            GatewayMetrics.ReportRetried();
            LogAgain(failure, leaf, report.ReportId, answer.Refusal);
            await Task.Delay(wait, time, CancellationToken.None);
        }
    }

    // No answer in time, a silo that is gone, a leaf that could not be woken, or one that has not heard of the place yet: whatever it
    // was, it is not known what became of the report.
    private async ValueTask<(ReportAnswer Answer, Exception? Failure)> TryAsync(
        IGridGrain grain, Report report, string reporter, ReportRoom room, TimeSpan left)
    {
        Task<ReportAnswer>? call = null;
        try
        {
            call = grain.Report(report, reporter);
            return (await call.WaitAsync(left, time), null);
        }
        catch (Exception e)
        {
            if (call is { IsCompleted: false })
                room.KeepUntil(call);
            return (ReportAnswer.Refused(ReportRefusal.Unknown), e);
        }
    }

    // A silo that says "no leaf", or that it is one no more, may know a newer tree than this gateway, or an older one.
    private async ValueTask<bool> IsWorthAnotherAsync(ReportAnswer answer, LedgerKey leaf, long started)
    {
        if (answer.Refusal is not (ReportRefusal.NotALeaf or ReportRefusal.Moved or ReportRefusal.PlaceClosed))
            return answer.Refusal == ReportRefusal.Unknown;
        await LedgerCall.AskAsync(() => follower.RefreshAsync().WaitAsync(Left(started), time));
        return current.Value.TryGetLedger(leaf, out _, out var place) && place.IsLeaf && !place.IsFormer && !place.IsClosed;
    }

    // An ill database fails every report; the log has one line of them in a second.
    private void GaveUp(Exception? failure, LedgerKey leaf, Report report, ReportRefusal refusal)
    {
        LogGaveUp(failure, leaf, report.ReportId, refusal);
        Interlocked.Increment(ref unsaid);
        var (now, last) = (time.GetTimestamp(), Volatile.Read(ref saidAt));
        if (last == 0 || time.GetElapsedTime(last, now) >= SayInterval)
        {
            if (Interlocked.CompareExchange(ref saidAt, now, last) == last)
                LogUnacknowledged(Interlocked.Exchange(ref unsaid, 0), leaf, refusal, failure?.GetType().Name, failure?.Message);
        }
    }

    private TimeSpan Left(long started)
    {
        var left = options.Value.ReportPatience - time.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(310, LogLevel.Debug, "Report {Report} goes to {Leaf} again: {Refusal}")]
    private partial void LogAgain(Exception? e, LedgerKey leaf, Guid report, ReportRefusal refusal);

    [LoggerMessage(311, LogLevel.Debug, "Report {Report} to {Leaf} was not acknowledged: {Refusal}")]
    private partial void LogGaveUp(Exception? e, LedgerKey leaf, Guid report, ReportRefusal refusal);

    [LoggerMessage(312, LogLevel.Warning, "{Reports} reports were not acknowledged; the last one, to {Leaf}: {Refusal} {Failure} {Why}")]
    private partial void LogUnacknowledged(int reports, LedgerKey leaf, ReportRefusal refusal, string? failure, string? why);
}
