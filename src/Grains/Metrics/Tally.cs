namespace GridGrains.Metrics;

/// <summary>Times between two looks: how many, how long together, and the longest. Any thread may add.</summary>
internal sealed class Tally
{
    private long count;
    private long ticks;
    private long longest;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time)
    {
        Interlocked.Increment(ref count);
        Interlocked.Add(ref ticks, time.Ticks);
        for (var known = Volatile.Read(ref longest); time.Ticks > known; known = Volatile.Read(ref longest))
            Interlocked.CompareExchange(ref longest, time.Ticks, known);
    }

    /// <summary>What has come together since the last look, in milliseconds.</summary>
    public (long Count, double Mean, double Longest) Take()
    {
        var (some, together, most) = (Interlocked.Exchange(ref count, 0), Interlocked.Exchange(ref ticks, 0), Interlocked.Exchange(ref longest, 0));
        return (some, some == 0 ? 0 : TimeSpan.FromTicks(together).TotalMilliseconds / some, TimeSpan.FromTicks(most).TotalMilliseconds);
    }
}
