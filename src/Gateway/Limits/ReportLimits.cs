using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// How many reports one token may send, and one place may take, in a second. A token that reports alone may send all the service can take, so that a play runs
/// as fast as it can; as soon as devices of the field report beside it, no token gets more than its share.
/// </summary>
internal sealed class ReportLimits(IOptions<GatewayOptions> options, TimeProvider time)
{
    /// <summary>How long after its last report a device still counts as being there.</summary>
    private static readonly TimeSpan Present = TimeSpan.FromSeconds(10);

    // Beside others, a twentieth of a second's worth at once: all of a second's would be a commit or two for which the others wait.
    private const int SharedAtOnce = 20;

    private const int MostPlaces = 50_000;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<LedgerKey, Meter> places = new();

    // The two devices of the field that reported last; whoever asks, one of them is somebody else.
    private (Bearer? Who, long At) last;
    private (Bearer? Who, long At) before;

    /// <summary>A report of this token.</summary>
    /// <returns>Zero if it may, else how long to wait.</returns>
    public TimeSpan Take(Bearer bearer)
    {
        var now = time.GetTimestamp();
        var (most, isShared) = Most(bearer, now);
        var second = time.TimestampFrequency;
        return bearer.Reports.Take(1, most, now, second, isShared ? second / SharedAtOnce : second);
    }

    /// <summary>Further reports that came with one that was let through; they are paid for before the next.</summary>
    public void Charge(Bearer bearer, int reports)
    {
        var now = time.GetTimestamp();
        bearer.Reports.Owe(reports, Most(bearer, now).Reports, now, time.TimestampFrequency);
    }

    /// <summary>A report to this place.</summary>
    /// <returns>Zero if it may, else how long to wait.</returns>
    public TimeSpan Take(LedgerKey place)
    {
        if (options.Value.PlaceReportsPerSecond is not (> 0 and var most))
            return TimeSpan.Zero;
        var now = time.GetTimestamp();
        if (!places.TryGetValue(place, out var meter))
        {
            if (places.Count >= MostPlaces)
                ForgetIdle(now);
            meter = places.GetOrAdd(place, static _ => new Meter());
        }
        return meter.Take(1, most, now, time.TimestampFrequency);
    }

    private (int Reports, bool IsShared) Most(Bearer bearer, long now)
    {
        var (most, share) = (options.Value.ReportsPerSecond, options.Value.SharedReportsPerSecond);
        return AreOthersThere(bearer, now) && share > 0 && (most == 0 || share < most) ? (share, true) : (most, false);
    }

    private bool AreOthersThere(Bearer bearer, long now)
    {
        lock (gate)
        {
            if (bearer.IsField)
            {
                if (last.Who != bearer)
                    before = last;
                last = (bearer, now);
            }
            var (other, at) = last.Who == bearer ? before : last;
            return other is not null && time.GetElapsedTime(at, now) < Present;
        }
    }

    private void ForgetIdle(long now)
    {
        foreach (var (place, meter) in places)
        {
            if (meter.IsIdle(now))
                places.TryRemove(place, out _);
        }
    }
}
