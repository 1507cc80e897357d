using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>
/// The beginning of a stop: the gateway is not ready any more, and goes on serving until whoever shares out requests has seen that.
/// </summary>
internal sealed class Drain(IHostApplicationLifetime lifetime, IOptions<GatewayOptions> options, TimeProvider time) : IHostedLifecycleService
{
    /// <summary>Whether the gateway is about to stop.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (options.Value.DrainDelay > TimeSpan.Zero)
            await Task.Delay(options.Value.DrainDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
