namespace GridGrains.Cli;

/// <summary>
/// Numbered reports of one place, when each was due, and who has seen which. A watcher that is shown number n has seen n and all before it, so every report gives one time for each
/// watcher: from when it was due to the first frame that contains it, however many frames were skipped between.
/// </summary>
/// <param name="first">The number of the first report of this run.</param>
internal sealed class Sightings(long first)
{
    // Numbers are given nearly in the order of dues, so the oldest is among the first.
    private const int LooksAhead = 256;

    private readonly Lock gate = new();
    private readonly List<long> dues = [];
    private readonly List<(long Number, long At, Histogram Into)> early = [];

    /// <summary>A report got its number. It may have been seen before that is known here.</summary>
    public void Number(long number, long due, Action<Histogram, long> add)
    {
        lock (gate)
        {
            var index = (int)(number - first);
            while (dues.Count <= index)
                dues.Add(-1);
            dues[index] = due;
            for (var i = early.Count - 1; i >= 0; i--)
            {
                if (early[i].Number != number)
                    continue;
                add(early[i].Into, early[i].At - due);
                early.RemoveAt(i);
            }
        }
    }

    /// <summary>A watcher who had seen all up to <paramref name="seen"/> is shown <paramref name="number"/>.</summary>
    public void See(long seen, long number, long now, Histogram into, Action<Histogram, long> add)
    {
        lock (gate)
        {
            for (var n = Math.Max(seen + 1, first); n <= number; n++)
            {
                var index = n - first;
                if (index < dues.Count && dues[(int)index] is >= 0 and var due)
                    add(into, now - due);
                else
                    early.Add((n, now, into));
            }
        }
    }

    /// <summary>When the oldest of the reports after <paramref name="seen"/> was due; null if all are seen.</summary>
    public long? OldestAfter(long seen)
    {
        lock (gate)
        {
            long? oldest = null;
            var begin = Math.Max(seen + 1, first) - first;
            for (var n = begin; n < Math.Min(begin + LooksAhead, dues.Count); n++)
            {
                if (dues[(int)n] is >= 0 and var due && !(oldest < due))
                    oldest = due;
            }
            return oldest;
        }
    }

    /// <summary>Counts the age of each report after <paramref name="seen"/> as a time that was not over yet.</summary>
    /// <returns>How many there are.</returns>
    public int Age(long seen, long now, Histogram into, Action<Histogram, long> add)
    {
        lock (gate)
        {
            var count = 0;
            for (var n = Math.Max(seen + 1, first) - first; n < dues.Count; n++)
            {
                if (dues[(int)n] is >= 0 and var due)
                {
                    add(into, now - due);
                    count++;
                }
            }
            return count;
        }
    }
}
