namespace GridGrains.Cli;

/// <summary>What one watcher has seen of one sequence of numbered reports.</summary>
/// <param name="place">The place that it watches.</param>
/// <param name="counted">The count that shows the number; null: the version does.</param>
/// <param name="before">What the count was before the run.</param>
/// <param name="sightings">The reports.</param>
/// <param name="into">Where times are counted.</param>
/// <param name="measured">Where all times are counted.</param>
internal sealed class Seat(string place, byte[]? counted, long before, Sightings sightings, Histogram into, Measurements measured)
{
    private long seen;
    private bool hasBegun;

    private readonly byte[] placeBytes = System.Text.Encoding.ASCII.GetBytes(place);

    /// <summary>The place that it watches.</summary>
    public ReadOnlySpan<byte> PlaceBytes => placeBytes;

    /// <summary>A snapshot has come.</summary>
    public void Look(ReadOnlySpan<byte> snapshot, long now)
    {
        var shown = counted is null ? Snapshots.NumberAfter(snapshot, "\"version\":"u8) : Snapshots.NumberAfter(snapshot, counted) - before;
        // What was there before the run began was seen by nobody late.
        if (!hasBegun)
            (hasBegun, seen) = (true, Math.Max(0, shown));
        if (shown <= seen)
            return;
        sightings.See(seen, shown, now, into, Add);
        Volatile.Write(ref seen, shown);
    }

    /// <summary>When the oldest report that it has not seen was due.</summary>
    public long? OldestUnseen => sightings.OldestAfter(Volatile.Read(ref seen));

    /// <summary>At the end: counts what it has never seen by the age it has.</summary>
    public int Age(long now) => sightings.Age(Volatile.Read(ref seen), now, into, Add);

    private void Add(Histogram histogram, long time) => Count(measured, histogram, time);

    /// <summary>Counts a time in both.</summary>
    public static void Count(Measurements measured, Histogram histogram, long time)
    {
        histogram.Add(time);
        measured.StalenessThisSecond.Add(time);
    }
}
