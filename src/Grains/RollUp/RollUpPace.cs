using System.Diagnostics.Metrics;
using GridGrains.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GridGrains.RollUp;

/// <summary>
/// How often the places of this silo send their counts on: every <see cref="RollUpOptions.Interval"/>, and less and less often while the
/// machine is short of CPU, so that roll-up gives way before acknowledgements do. What is sent is absolute and the newest, so less often
/// means fewer messages with the same content.
/// </summary>
/// <remarks>
/// The sign of shortage is how late a timer runs. It comes to the thread pool as every report and every commit does and waits its turn
/// with them, so its lateness is what they wait too: whatever the cause, and without asking the system for anything. The fill of the
/// journal's queue would say less: it is full when the disk is slow, and then there is CPU to spare.
/// </remarks>
public sealed partial class RollUpPace(IOptions<RollUpOptions> options, TimeProvider time, ILogger<RollUpPace> log) : BackgroundService
{
    private const double Stretch = 1.25;
    private const double Relax = 0.9;

    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(20);

    private readonly TimeSpan shortest = options.Value.Interval;
    private readonly TimeSpan longest = options.Value.LongestInterval > options.Value.Interval ? options.Value.LongestInterval : options.Value.Interval;
    private readonly Meter meter = new(SiloMetrics.MeterName);
    private bool isStretched;
    private long ticks = options.Value.Interval.Ticks;

    /// <summary>A place sends at most one message to its area, and one to each watcher, in this time.</summary>
    public TimeSpan Interval => new(Volatile.Read(ref ticks));

    /// <summary>Takes note of how late a timer ran. A tenth of a second apart, from shortest to longest takes a second or two, and back three.</summary>
    public void Observe(TimeSpan lateness)
    {
        var next = Interval * (lateness > Late ? Stretch : Relax);
        next = next < shortest ? shortest : next > longest ? longest : next;
        Volatile.Write(ref ticks, next.Ticks);
        // Not of every step, and not to and fro at one of them.
        if (isStretched ? next == shortest : next >= shortest * 4)
        {
            isStretched = !isStretched;
            LogPace(isStretched ? "longer" : "as short as usual", next.TotalMilliseconds);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        meter.CreateObservableGauge("gridgrains.rollup.interval", () => Interval.TotalSeconds, "s", "How often a place sends its counts on at most");
        while (true)
        {
            var started = time.GetTimestamp();
            await Task.Delay(Beat, time, stoppingToken);
            Observe(time.GetElapsedTime(started) - Beat);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    [LoggerMessage(310, LogLevel.Information, "The interval in which counts go up the tree is {Length}: {Milliseconds:0} ms")]
    private partial void LogPace(string length, double milliseconds);
}
