namespace GridGrains.Cli;

/// <summary>The time of a run, in µs from its beginning.</summary>
/// <param name="time">The clock beneath.</param>
/// <param name="waits">Whether calls wait until they are due; if not, all is sent as fast as it is answered.</param>
internal sealed class RunClock(TimeProvider time, bool waits)
{
    private long begun = time.GetTimestamp();

    /// <summary>The clock beneath.</summary>
    public TimeProvider Time => time;

    /// <summary>Whether calls wait until they are due.</summary>
    public bool Waits => waits;

    /// <summary>Now.</summary>
    public long Now => (long)time.GetElapsedTime(Volatile.Read(ref begun)).TotalMicroseconds;

    /// <summary>The run begins now.</summary>
    public void Begin() => Volatile.Write(ref begun, time.GetTimestamp());

    /// <summary>Waits until a moment of the run, never to before it.</summary>
    public async Task UntilAsync(long due, CancellationToken cancellation)
    {
        for (var left = due - Now; left > 0; left = due - Now)
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(left / 1000.0)), time, cancellation);
    }
}
