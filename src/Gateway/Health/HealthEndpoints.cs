using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Whether the process runs, and whether a report could be made durable now.</summary>
internal sealed partial class HealthEndpoints(
    IGrainFactory grains, Drain drain, TimeProvider time, IOptions<GatewayOptions> options, ILogger<HealthEndpoints> log)
{
    // Who asks has no token, so however often it is asked, the journal is asked about once a second.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private readonly Lock asking = new();
    private Task<bool> canary = Task.FromResult(false);
    private long? askedAt;

    public static Task LiveAsync(HttpContext http) => WriteAsync(http, "live");

    public async Task ReadyAsync(HttpContext http)
    {
        if (drain.HasBegun)
            await http.WriteProblemAsync(Problem.Unavailable("this gateway is stopping", RetryAfter));
        else if (await Canary())
            await WriteAsync(http, "ready");
        else
            await http.WriteProblemAsync(Problem.Unavailable("no canary report could be committed", RetryAfter));
    }

    private Task<bool> Canary()
    {
        lock (asking)
        {
            if (askedAt is { } at && (!canary.IsCompleted || time.GetElapsedTime(at) < Remembered))
                return canary;
            askedAt = time.GetTimestamp();
            return canary = AskAsync();
        }
    }

    private async Task<bool> AskAsync()
    {
        try
        {
            return await grains.GetGrain<IJournalGrain>("health/ready").CanCommit().WaitAsync(options.Value.ReadyTimeout, time);
        }
        catch (Exception e)
        {
            // Whatever it is, it is why this service is not ready.
            LogNotReady(e);
            return false;
        }
    }

    private static Task WriteAsync(HttpContext http, string status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return http.WriteJsonAsync(new Wire.Health(status), WireJson.Default.Health);
    }

    [LoggerMessage(320, LogLevel.Warning, "The journal's canary could not be committed")]
    private partial void LogNotReady(Exception e);
}
