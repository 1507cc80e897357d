namespace GridGrains.Cli;

/// <summary>All that is counted while the load runs. Many write at once.</summary>
internal sealed class Measurements
{
    private long acknowledged;
    private long observations;
    private long calls;
    private long resent;
    private long repeats;
    private long refusedForNow;
    private long lost;
    private long waited;
    private long sent;

    /// <summary>From when a report was due, or sent where nothing waits, to its acknowledgement, by way.</summary>
    public IReadOnlyDictionary<Way, Histogram> ByWay { get; } = Enum.GetValues<Way>().ToDictionary(way => way, _ => new Histogram());

    /// <summary>The same, all ways.</summary>
    public Histogram Acknowledgement { get; } = new();

    /// <summary>The same, of the present second.</summary>
    public Histogram ThisSecond { get; } = new();

    /// <summary>From when a report was due to the first frame that contains it, at watchers of its leaf.</summary>
    public Histogram LeafStaleness { get; } = new();

    /// <summary>The same of probes, at watchers of areas below the root.</summary>
    public Histogram AreaStaleness { get; } = new();

    /// <summary>The same, at watchers of the root.</summary>
    public Histogram RootStaleness { get; } = new();

    /// <summary>The same at any of the three, of the present second.</summary>
    public Histogram StalenessThisSecond { get; } = new();

    /// <summary>How late the generator itself was: with calls for which a connection was free, and with a tick of its own.</summary>
    public Histogram Lag { get; } = new();

    /// <summary>How long calls waited because every connection was busy. Part of their latency.</summary>
    public Histogram WaitForConnection { get; } = new();

    /// <summary>From the moment of the storm until a watcher had a snapshot again.</summary>
    public Histogram Return { get; } = new();

    /// <summary>Different reports that were acknowledged.</summary>
    public long Acknowledged => Volatile.Read(ref acknowledged);

    /// <summary>Their observations.</summary>
    public long Observations => Volatile.Read(ref observations);

    /// <summary>Calls answered.</summary>
    public long Calls => Volatile.Read(ref calls);

    /// <summary>Calls or parts of calls that were sent again because they were not answered, or with 429 or 503.</summary>
    public long Resent => Volatile.Read(ref resent);

    /// <summary>Reports that were known already when they were answered.</summary>
    public long Repeats => Volatile.Read(ref repeats);

    /// <summary>Answers 429 and 503.</summary>
    public long RefusedForNow => Volatile.Read(ref refusedForNow);

    /// <summary>Calls that ended without an answer.</summary>
    public long Lost => Volatile.Read(ref lost);

    /// <summary>Calls that waited for a connection.</summary>
    public long Waited => Volatile.Read(ref waited);

    /// <summary>Different observations that were due so far, of calls that were begun.</summary>
    public long Begun => Volatile.Read(ref sent);

    /// <summary>A call was begun.</summary>
    public void Begin(Dispatch call)
    {
        if (!call.IsRepeat)
            Interlocked.Add(ref sent, call.Reports.Sum(r => r.Observations.Length));
    }

    /// <summary>A report was acknowledged for the first time.</summary>
    public void Acknowledge(Way way, LoadReport report, long microseconds)
    {
        Interlocked.Increment(ref acknowledged);
        Interlocked.Add(ref observations, report.Observations.Length);
        Acknowledgement.Add(microseconds);
        ThisSecond.Add(microseconds);
        ByWay[way].Add(microseconds);
    }

    /// <summary>A report was acknowledged as one that is known.</summary>
    public void Repeat() => Interlocked.Increment(ref repeats);

    /// <summary>A call was answered.</summary>
    public void Answer() => Interlocked.Increment(ref calls);

    /// <summary>Something is sent again; it was refused for now, or it got no answer.</summary>
    public void Resend(bool refused)
    {
        Interlocked.Increment(ref resent);
        Interlocked.Increment(ref refused ? ref refusedForNow : ref lost);
    }

    /// <summary>A call waited until a connection was free.</summary>
    public void Wait(long microseconds)
    {
        Interlocked.Increment(ref waited);
        WaitForConnection.Add(microseconds);
    }
}
