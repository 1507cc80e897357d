using System.Data.Common;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Sends a report to its leaf, and again with the same id while the leaf is moving or busy: the only layer that tries again. Since
/// a leaf counts a report id once, sending again is safe.
/// </summary>
internal sealed partial class ReportSender(
    IGrainFactory grains,
    CurrentCity current,
    CityFollower follower,
    IOptions<GatewayOptions> options,
    TimeProvider time,
    ILogger<ReportSender> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(800);

    /// <summary>The leaf's answer. After <see cref="GatewayOptions.ReportPatience"/> it is a refusal with the last reason, or unknown.</summary>
    public async ValueTask<ReportAnswer> SendAsync(LedgerKey leaf, Report report, string reporter, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var grain = grains.GetGrain<IGridGrain>(leaf.ToString());
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            var (answer, failure) = await TryAsync(grain, report, reporter, Left(started));
            if (!await IsWorthAnotherAsync(answer, leaf))
                return answer;
            var wait = pause * (0.5 + (Random.Shared.NextDouble() / 2));
            if (wait >= Left(started) || cancellation.IsCancellationRequested)
            {
                LogGaveUp(failure, leaf, report.ReportId, answer.Refusal);
                return answer;
            }
            LogAgain(failure, leaf, report.ReportId, answer.Refusal);
            await Task.Delay(wait, time, CancellationToken.None);
        }
    }

    private async ValueTask<(ReportAnswer Answer, Exception? Failure)> TryAsync(
        IGridGrain grain, Report report, string reporter, TimeSpan left)
    {
        try
        {
            return (await grain.Report(report, reporter).WaitAsync(left, time), null);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException or DbException or InvalidOperationException)
        {
            // No answer in time, a silo that is gone, a leaf that could not be woken, or one that has not heard of the place yet.
            return (ReportAnswer.Refused(ReportRefusal.Unknown), e);
        }
    }

    // A silo that says "no leaf" may know a newer tree than this gateway, or an older one.
    private async ValueTask<bool> IsWorthAnotherAsync(ReportAnswer answer, LedgerKey leaf)
    {
        if (answer.Refusal != ReportRefusal.NotALeaf)
            return answer.Refusal is ReportRefusal.Unknown or ReportRefusal.Busy;
        await follower.RefreshAsync();
        return current.Value.TryGetLedger(leaf, out _, out var place) && place.IsLeaf;
    }

    private TimeSpan Left(long started)
    {
        var left = options.Value.ReportPatience - time.GetElapsedTime(started);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    [LoggerMessage(310, LogLevel.Debug, "Report {Report} goes to {Leaf} again: {Refusal}")]
    private partial void LogAgain(Exception? e, LedgerKey leaf, Guid report, ReportRefusal refusal);

    [LoggerMessage(311, LogLevel.Warning, "Report {Report} to {Leaf} was not acknowledged: {Refusal}")]
    private partial void LogGaveUp(Exception? e, LedgerKey leaf, Guid report, ReportRefusal refusal);
}
