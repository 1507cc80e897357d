using GridGrains.RollUp;
using GridGrains.Rules;
using Microsoft.Extensions.Logging;

namespace GridGrains.Grid;

/// <summary>Whom a leaf tells what it counts, and when: its area and its watchers after a change, and when time alone has changed something.</summary>
internal sealed partial class LeafVoice
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(1);

    private readonly Grain grain;
    private readonly LedgerKey leaf;
    private readonly LeafCounts counts;
    private readonly RaisedAlerts alerts;
    private readonly CurrentCity current;
    private readonly AreaOutboxes outboxes;
    private readonly RollUpPace pace;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly DueTimer due;
    private AreaOutbox? toArea;
    private long cityVersion = -1;
    private Pulse? toWatchers;

    public LeafVoice(
        Grain grain, LedgerKey leaf, LeafCounts counts, RaisedAlerts alerts, CurrentCity current, AreaOutboxes outboxes, RollUpPace pace, TimeProvider time, ILogger log)
    {
        this.grain = grain;
        this.leaf = leaf;
        this.counts = counts;
        this.alerts = alerts;
        this.current = current;
        this.outboxes = outboxes;
        this.pace = pace;
        this.time = time;
        this.log = log;
        Watchers = new Watchers(time, log);
        due = new DueTimer(grain, time, Changed);
    }

    /// <summary>Who watches.</summary>
    public Watchers Watchers { get; }

    /// <summary>The present counts. While the leaf is awake it sees by itself to what time changes; when it sleeps, its area asks it when that is due.</summary>
    public PlaceCounts Now()
    {
        var now = counts.Now();
        due.Set(now.DueAt);
        alerts.Follow(now);
        return now;
    }

    /// <summary>Something has changed. Never throws, for what is counted is counted, whether or not it can be told.</summary>
    public void Changed()
    {
        try
        {
            var now = Now();
            FindArea()?.Put(now);
            if (Watchers.Any)
                (toWatchers ??= new Pulse(grain, pace, time, log, TellWatchers)).Request();
        }
        catch (Exception e)
        {
            LogNotTold(e, leaf);
        }
    }

    /// <summary>Sends what is still to be sent, for a second at most.</summary>
    public async Task FlushAsync()
    {
        if (toArea is { } area)
            await area.FlushAsync().WaitAsync(FlushTimeout, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    /// <summary>Tells nobody anything any more.</summary>
    public void Stop()
    {
        toWatchers?.Stop();
        due.Stop();
    }

    private AreaOutbox? FindArea()
    {
        var city = current.Value;
        if (city.Version != cityVersion)
        {
            cityVersion = city.Version;
            toArea = city.AreaAbove(leaf) is { } area ? outboxes.To(area) : null;
        }
        return toArea;
    }

    private Task TellWatchers()
    {
        Watchers.Tell(leaf.Campaign, Now(), []);
        return Task.CompletedTask;
    }

    [LoggerMessage(410, LogLevel.Error, "{Leaf} has counted what it could not tell; the next change tells it too")]
    private partial void LogNotTold(Exception e, LedgerKey leaf);
}
