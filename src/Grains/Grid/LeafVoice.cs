using GridGrains.Faults;
using GridGrains.RollUp;
using GridGrains.Rules;
using Microsoft.Extensions.Logging;

namespace GridGrains.Grid;

/// <summary>Whom a leaf tells what it counts, and when: its area and its watchers after a change, and when time alone has changed something.</summary>
internal sealed class LeafVoice
{
    private readonly LedgerKey leaf;
    private readonly LeafCounts counts;
    private readonly RaisedAlerts alerts;
    private readonly CurrentCity current;
    private readonly IGrainFactory grains;
    private readonly Pulse toArea;
    private readonly Pulse toWatchers;
    private readonly DueTimer due;

    public LeafVoice(
        Grain grain, LedgerKey leaf, LeafCounts counts, RaisedAlerts alerts, CurrentCity current, IGrainFactory grains, RollUpPace pace, TimeProvider time, ILogger log)
    {
        this.leaf = leaf;
        this.counts = counts;
        this.alerts = alerts;
        this.current = current;
        this.grains = grains;
        Watchers = new Watchers(time, log);
        toArea = new Pulse(grain, pace, time, log, TellAreaAsync);
        toWatchers = new Pulse(grain, pace, time, log, TellWatchers);
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

    /// <summary>Something has changed.</summary>
    public void Changed()
    {
        toArea.Request();
        if (Watchers.Any)
            toWatchers.Request();
    }

    /// <summary>Sends what is still to be sent, for a second at most.</summary>
    public Task FlushAsync() => toArea.FlushAsync();

    /// <summary>Tells nobody anything any more.</summary>
    public void Stop()
    {
        toArea.Stop();
        toWatchers.Stop();
        due.Stop();
    }

    private Task TellAreaAsync()
    {
        CrashPoint.Pass(CrashPoint.BeforeRollUp);
        var now = Now();
        return current.Value.AreaAbove(leaf) is { } area ? grains.GetGrain<IAreaGrain>(area.ToString()).ChildChanged(now) : Task.CompletedTask;
    }

    private Task TellWatchers()
    {
        Watchers.Tell(leaf.Campaign, Now(), []);
        return Task.CompletedTask;
    }
}
