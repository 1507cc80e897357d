using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// Tells who asks too often to slow down, and tells it slowly: else a client that tries again at once would cost as much by being refused as by being
/// served.
/// </summary>
internal sealed class SlowDown(IOptions<GatewayOptions> options, TimeProvider time)
{
    // Each holds a request and its connection. Beyond that the answer comes at once.
    private const int MostHeld = 10_000;

    private int held;

    /// <summary>The problem, when it may be answered.</summary>
    public async Task<Problem> AfterAWhileAsync(TimeSpan wait, CancellationToken left)
    {
        try
        {
            if (Interlocked.Increment(ref held) <= MostHeld && options.Value.SlowDownDelay > TimeSpan.Zero)
                await Task.Delay(options.Value.SlowDownDelay, time, left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
        return Problem.SlowDown(wait);
    }
}
