using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Lets each caller send so many requests in a second and no more, where <see cref="GatewayOptions.RequestsPerSecond"/> says so.</summary>
internal sealed class RateGate(RequestDelegate next, IOptions<GatewayOptions> options) : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly PartitionedRateLimiter<string>? limiter = options.Value.RequestsPerSecond is > 0 and var most
        ? PartitionedRateLimiter.Create<string, string>(caller => RateLimitPartition.GetTokenBucketLimiter(caller, _ => Bucket(most)))
        : null;

    public async Task InvokeAsync(HttpContext http)
    {
        if (limiter is null || http.User.Identity is not { IsAuthenticated: true })
        {
            await next(http);
            return;
        }
        using var lease = limiter.AttemptAcquire(Access.Subject(http.User));
        if (lease.IsAcquired)
            await next(http);
        else
            await http.WriteProblemAsync(Problem.SlowDown(Second));
    }

    public void Dispose() => limiter?.Dispose();

    private static TokenBucketRateLimiterOptions Bucket(int most) => new()
    {
        TokenLimit = most,
        TokensPerPeriod = most,
        ReplenishmentPeriod = Second,
        QueueLimit = 0,
    };
}
