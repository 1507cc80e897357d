using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>How often reports may be sent again, all of them together, so that trying again never becomes most of an ill ledger's load.</summary>
internal sealed class RetryBudget(IOptions<GatewayOptions> options) : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly TokenBucketRateLimiter? bucket = options.Value.RetriesPerSecond is > 0 and var most ? new(new()
    {
        // Two seconds' worth at once, so that what was under way with a silo that died finds its new place.
        TokenLimit = 2 * most,
        TokensPerPeriod = Math.Max(1, (int)(most * Period.TotalSeconds)),
        ReplenishmentPeriod = Period,
        QueueLimit = 0,
    })
        : null;

    /// <summary>Whether one more is allowed now.</summary>
    public bool TryTake()
    {
        if (bucket is null)
            return false;
        using var lease = bucket.AttemptAcquire();
        return lease.IsAcquired;
    }

    public void Dispose() => bucket?.Dispose();
}
