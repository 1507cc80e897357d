using System.Numerics;

namespace GridGrains.Cli;

/// <summary>
/// Counts times in µs, in steps that are 1/128 of their value at most and 1 µs at least: small, without a lock, and right to 0.8 % from a microsecond to days.
/// </summary>
internal sealed class Histogram
{
    private const int Bits = 7;
    private const int StepsOfARange = 1 << Bits;
    private const int Ranges = 40 - Bits;

    /// <summary>The longest time it tells from longer ones: 12 days.</summary>
    public const long Longest = (1L << 40) - 1;

    private readonly long[] steps = new long[(Ranges + 1) * StepsOfARange];
    private long longest;

    /// <summary>How many times were counted.</summary>
    public long Count
    {
        get
        {
            var count = 0L;
            foreach (ref var step in steps.AsSpan())
                count += Volatile.Read(ref step);
            return count;
        }
    }

    /// <summary>The longest of them, exactly.</summary>
    public long Max => Volatile.Read(ref longest);

    /// <summary>Counts one; below 0 is 0.</summary>
    public void Add(long microseconds)
    {
        microseconds = Math.Max(0, microseconds);
        Interlocked.Increment(ref steps[IndexOf(Math.Min(microseconds, Longest))]);
        for (var seen = Max; microseconds > seen; seen = Max)
            Interlocked.CompareExchange(ref longest, microseconds, seen);
    }

    /// <summary>A time that this share of those counted did not exceed: the true one or up to 1/128 more. 0 where none was counted.</summary>
    public long At(double share)
    {
        var left = Math.Max(1, (long)Math.Ceiling(Count * share));
        for (var i = 0; i < steps.Length; i++)
        {
            left -= Volatile.Read(ref steps[i]);
            if (left <= 0)
                return Math.Min(HighestOf(i), Max);
        }
        return Max;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        Array.Clear(steps);
        Volatile.Write(ref longest, 0);
    }

    // The first range has steps of 1; each further one has half as many new steps, twice as wide.
    private static int IndexOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Bits);
        return (shift * StepsOfARange) + (int)(value >> shift);
    }

    private static long HighestOf(int index)
    {
        var shift = Math.Max(0, (index / StepsOfARange) - 1);
        var value = (long)(index - (shift * StepsOfARange));
        return ((value + 1) << shift) - 1;
    }
}
