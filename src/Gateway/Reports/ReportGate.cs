using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Instruments = System.Diagnostics.Metrics.Meter;

namespace GridGrains.Gateway;

/// <summary>
/// Bounds what of reports is in this gateway at once: the bytes of bodies that are coming in, and the reports that are on their way to
/// their leaves. A report that finds no room waits for it briefly, and is then answered 503: a queue that grew with the load would
/// make every answer late and the memory full, and the reports would come again meanwhile.
/// </summary>
internal sealed class ReportGate : IDisposable
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider time;
    private readonly ConcurrencyLimiter reports;
    private readonly ConcurrencyLimiter bytes;
    private readonly Instruments meter = new(GatewayMetrics.MeterName);
    private readonly int most;
    private readonly int mostBytes;
    private readonly int mostWaiting;
    private int waiting;

    public ReportGate(IOptions<GatewayOptions> options, TimeProvider time)
    {
        this.time = time;
        most = options.Value.ReportsInFlight;
        mostBytes = options.Value.MaxBodyBytes;
        // More than leave within the wait would wait in vain.
        mostWaiting = Math.Max(1, options.Value.ReportsInFlight / 4);
        reports = New(options.Value.ReportsInFlight, mostWaiting);
        bytes = New(options.Value.ReportBytesInFlight, 0);
        meter.CreateObservableUpDownCounter("gridgrains.reports.active", () => InFlight, "{report}", "Reports that are on their way to their leaves");
        meter.CreateObservableUpDownCounter("gridgrains.reports.limit", () => (long)most, "{report}", "Reports that may be on their way at once");
    }

    /// <summary>Reports on their way to their leaves.</summary>
    public long InFlight => most - (reports.GetStatistics()?.CurrentAvailablePermits ?? most);

    /// <summary>What a report is told that found no room.</summary>
    public static Problem Full => Problem.Unavailable("this gateway has more reports on their way than it may; nothing was counted, send the same report again");

    /// <summary>Room for a body to be read, until it is disposed; null if there is none, or if a report could not go on from there.</summary>
    public RateLimitLease? AdmitBody(HttpRequest request)
    {
        if (Volatile.Read(ref waiting) >= mostWaiting)
            return null;
        var length = request.ContentLength is { } announced && announced < mostBytes ? (int)announced : mostBytes;
        return Acquired(bytes.AttemptAcquire(length));
    }

    /// <summary>Room for a report on its way; null if there was none in time.</summary>
    public async ValueTask<ReportRoom?> EnterAsync()
    {
        if (Acquired(reports.AttemptAcquire()) is { } free)
            return new(free);
        using var deadline = new CancellationTokenSource(Wait, time);
        Interlocked.Increment(ref waiting);
        try
        {
            return Acquired(await reports.AcquireAsync(1, deadline.Token)) is { } freed ? new(freed) : null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    public void Dispose()
    {
        meter.Dispose();
        reports.Dispose();
        bytes.Dispose();
    }

    private static RateLimitLease? Acquired(RateLimitLease lease) => lease.IsAcquired ? lease : null;

    private static ConcurrencyLimiter New(int most, int waiting) => new(
        new() { PermitLimit = most, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}

/// <summary>The room of one report on its way.</summary>
internal sealed class ReportRoom(RateLimitLease lease) : IDisposable
{
    private bool kept;

    /// <summary>Nobody waits for this call any more, but it goes on: the room is taken until it ends.</summary>
    public void KeepUntil(Task call)
    {
        kept = true;
        _ = ReleaseAfterAsync(call);
    }

    public void Dispose()
    {
        if (!kept)
            lease.Dispose();
    }

    private async Task ReleaseAfterAsync(Task call)
    {
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lease.Dispose();
    }
}
