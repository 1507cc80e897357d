using System.Collections.Immutable;
using GridGrains.Journal;
using GridGrains.RollUp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Metrics;

/// <summary>Says every few seconds how this silo is, for whoever looks at the operator's page. Nobody waits for it, and what could not be said is not said again.</summary>
public sealed partial class SiloReporter(
    IGrainFactory grains, IServiceProvider services, GroupCommit journal, RollUpPace pace, TimeProvider time, ILogger<SiloReporter> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // One process that is a cluster by itself need not have a name.
    private readonly string name = services.GetService<ILocalSiloDetails>()?.Name ?? Environment.MachineName;
    private readonly DateTime startedAt = time.GetUtcNow().UtcDateTime;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var last = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            var now = time.GetTimestamp();
            var figures = Look(time.GetElapsedTime(last, now));
            last = now;
            try
            {
                await grains.GetGrain<IOperationsGrain>(IOperationsGrain.Key).Tell(figures).WaitAsync(Interval, time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotTold(e.Message);
            }
        }
    }

    private SiloFigures Look(TimeSpan passed)
    {
        var commits = SiloMetrics.Commits.Take();
        return new(
            name, time.GetUtcNow().UtcDateTime, startedAt, Activations.Of(GrainKind.Leaf), Activations.Of(GrainKind.Area),
            SiloMetrics.TakeDurable() / passed.TotalSeconds, commits.Count / passed.TotalSeconds, commits.Mean, commits.Longest,
            journal.Depth, journal.QueueLimit, pace.Interval.TotalMilliseconds, Lags(), SlowLeaves.Newest(time));
    }

    private static ImmutableArray<DepthLag> Lags() =>
    [
        .. from depth in Enumerable.Range(1, PlaceId.MaxDepth)
           let lag = SiloMetrics.Lags[depth].Take()
           where lag.Count > 0
           select new DepthLag(depth, lag.Mean, lag.Longest),
    ];

    [LoggerMessage(930, LogLevel.Debug, "How this silo is could not be said: {Why}")]
    private partial void LogNotTold(string why);
}
