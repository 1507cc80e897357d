using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Whether the process runs, and whether a report could be made durable now.</summary>
internal sealed partial class HealthEndpoints(
    IGrainFactory grains, CurrentCity city, RootsHeard roots, Drain drain, TimeProvider time, IOptions<GatewayOptions> options, ILogger<HealthEndpoints> log)
{
    // Who asks has no token, so however often it is asked, the journal is asked about once a second.
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);
    private const string NoCanary = "no canary report could be committed";
    private readonly Lock asking = new();
    private Task<string?> hindrance = Task.FromResult<string?>(null);
    private long? askedAt;

    public static Task LiveAsync(HttpContext http) => WriteAsync(http, "live");

    /// <summary>Once started a gateway stays so, whatever the database does: it is for whoever would end a process that never comes up.</summary>
    public Task StartedAsync(HttpContext http) => city.Known.IsCompletedSuccessfully
        ? WriteAsync(http, "started")
        : http.WriteProblemAsync(Problem.Unavailable("the tree and the campaigns are not known yet", RetryAfter));

    public async Task ReadyAsync(HttpContext http)
    {
        if (drain.HasBegun)
            await http.WriteProblemAsync(Problem.Unavailable("this gateway is stopping", RetryAfter));
        else if (await Hindrance() is { } why)
            await http.WriteProblemAsync(Problem.Unavailable(why, RetryAfter));
        else
            await WriteAsync(http, "ready");
    }

    private Task<string?> Hindrance()
    {
        lock (asking)
        {
            if (askedAt is { } at && (!hindrance.IsCompleted || time.GetElapsedTime(at) < Remembered))
                return hindrance;
            askedAt = time.GetTimestamp();
            return hindrance = AskAsync();
        }
    }

    private async Task<string?> AskAsync()
    {
        try
        {
            if (!await grains.GetGrain<IJournalGrain>("health/ready").CanCommit().WaitAsync(options.Value.ReadyTimeout, time))
                return NoCanary;
            return await roots.AreHeardAsync() ? null : "the totals are not whole yet";
        }
        catch (Exception e)
        {
            // Whatever it is, it is why this service is not ready.
            LogNotReady(e);
            return NoCanary;
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
