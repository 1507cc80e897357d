using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GridGrains.Faults;

/// <summary>Refuses a start that is armed with a crash point there is not, and warns of one that is armed.</summary>
public static class CrashPointServices
{
    /// <summary>Adds the check, before anything else starts.</summary>
    public static IServiceCollection AddCrashPoints(this IServiceCollection services) => services.AddHostedService<CrashPointStartup>();
}

/// <summary>The check.</summary>
internal sealed partial class CrashPointStartup(ILogger<CrashPointStartup> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (CrashPoint.Refusal(Environment.GetEnvironmentVariable(CrashPoint.Variable)) is { } refusal)
            throw new OptionsValidationException(CrashPoint.Variable, typeof(CrashPointStartup), [refusal]);
        if (CrashPoint.Arming is { } arming)
            LogArmed(CrashPoint.Variable, arming);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(710, LogLevel.Warning, "{Variable} is set: this process will die at {Point}. It is for fault tests only")]
    private partial void LogArmed(string variable, string point);
}
