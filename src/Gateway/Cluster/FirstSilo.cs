using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Lets a gateway that starts before its silos wait for the first of them, for as long as the options say.</summary>
internal sealed partial class FirstSilo(IOptions<ClusterClientOptions> options, TimeProvider time, ILogger<FirstSilo> log) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly long started = time.GetTimestamp();
    private bool told;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(started) >= options.Value.JoinTimeout)
            return false;
        if (!told)
            LogWaiting(exception, options.Value.JoinTimeout);
        told = true;
        await Task.Delay(Pause, time, cancellationToken);
        return true;
    }

    [LoggerMessage(330, LogLevel.Warning, "No silo can be reached yet; trying for {Patience}")]
    private partial void LogWaiting(Exception e, TimeSpan patience);
}
