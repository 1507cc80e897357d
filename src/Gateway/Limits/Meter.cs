namespace GridGrains.Gateway;

/// <summary>
/// Lets so much through in a second, and what is due in a window of time at once. What is taken is paid back with time; the next is let through while less
/// than the window's worth is owed, so a large piece passes and is paid for afterwards.
/// </summary>
internal sealed class Meter
{
    // The timestamp at which nothing is owed any more.
    private long paid;

    /// <summary>Whether nothing is owed.</summary>
    public bool IsIdle(long now) => Volatile.Read(ref paid) <= now;

    /// <summary>As below, with a window of a second.</summary>
    public TimeSpan Take(int units, int perSecond, long now, long second) => Take(units, perSecond, now, second, second);

    /// <summary>Takes so much, or says how long to wait before trying again.</summary>
    /// <param name="units">How much.</param>
    /// <param name="perSecond">How much may be taken in a second; 0 is no limit.</param>
    /// <param name="now">A timestamp.</param>
    /// <param name="second">Timestamps in a second.</param>
    /// <param name="window">Timestamps in the window.</param>
    /// <returns>Zero if it is taken.</returns>
    public TimeSpan Take(int units, int perSecond, long now, long second, long window)
    {
        if (perSecond == 0)
            return TimeSpan.Zero;
        while (true)
        {
            var before = Volatile.Read(ref paid);
            var from = Math.Max(before, now);
            if (from - now >= window)
                return TimeSpan.FromSeconds((double)(from - now - window + 1) / second);
            if (Interlocked.CompareExchange(ref paid, from + Price(units, perSecond, second), before) == before)
                return TimeSpan.Zero;
        }
    }

    /// <summary>Takes so much without asking, to be paid back before anything else.</summary>
    public void Owe(int units, int perSecond, long now, long second)
    {
        for (long before; perSecond > 0;)
        {
            before = Volatile.Read(ref paid);
            if (Interlocked.CompareExchange(ref paid, Math.Max(before, now) + Price(units, perSecond, second), before) == before)
                return;
        }
    }

    private static long Price(int units, int perSecond, long second) => units * second / perSecond;
}
