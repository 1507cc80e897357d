namespace GridGrains.Cli;

/// <summary>A report that a device has made; it is sent until it is answered.</summary>
/// <param name="leaf">Where it is counted.</param>
/// <param name="at">When it was made, in ms of the day; each observation is 1 ms after the one before.</param>
/// <param name="observations">What it says.</param>
internal sealed class LoadReport(LoadLeaf leaf, int at, LoadObservation[] observations)
{
    private long sequence;

    /// <summary>Its id, which no other run has.</summary>
    public Guid Id { get; } = Guid.CreateVersion7();

    /// <summary>Where it is counted.</summary>
    public LoadLeaf Leaf => leaf;

    /// <summary>When its first observation was made, in ms of the day.</summary>
    public int At => at;

    /// <summary>What it says.</summary>
    public LoadObservation[] Observations => observations;

    /// <summary>When it was to be sent, in µs of the run.</summary>
    public long Due { get; set; }

    /// <summary>Takes the sequence of an answer.</summary>
    /// <returns>The sequence of the first answer: 0 if this is it.</returns>
    public long Answered(long with) => Interlocked.CompareExchange(ref sequence, with, 0);
}

/// <summary>How reports go to the service.</summary>
internal enum Way
{
    /// <summary>One report in a POST.</summary>
    Rest,

    /// <summary>Several in a POST.</summary>
    Bulk,

    /// <summary>One report over the hub.</summary>
    Hub,
}

/// <summary>What one call carries.</summary>
/// <param name="Due">When it is to be sent, in µs of the run.</param>
/// <param name="Way">How.</param>
/// <param name="Reports">One, or several of a bulk call.</param>
/// <param name="IsRepeat">Whether all of it is sent a second time.</param>
internal sealed record Dispatch(long Due, Way Way, LoadReport[] Reports, bool IsRepeat = false);
