namespace GridGrains.Cli;

/// <summary>The time of a run, in µs from its beginning.</summary>
internal sealed class RunClock : IDisposable
{
    private readonly Metronome metronome;
    private long begun;

    /// <param name="time">The clock beneath.</param>
    /// <param name="waits">Whether calls wait until they are due; if not, all is sent as fast as it is answered.</param>
    public RunClock(TimeProvider time, bool waits)
    {
        (Time, Waits, begun) = (time, waits, time.GetTimestamp());
        metronome = new Metronome(() => Now);
    }

    /// <summary>The clock beneath.</summary>
    public TimeProvider Time { get; }

    /// <summary>Whether calls wait until they are due.</summary>
    public bool Waits { get; }

    /// <summary>Now.</summary>
    public long Now => (long)Time.GetElapsedTime(Volatile.Read(ref begun)).TotalMicroseconds;

    /// <summary>The run begins now.</summary>
    public void Begin() => Volatile.Write(ref begun, Time.GetTimestamp());

    /// <summary>Waits until a moment of the run, never to before it.</summary>
    public Task UntilAsync(long due, CancellationToken cancellation) =>
        cancellation.IsCancellationRequested ? Task.FromCanceled(cancellation) : due <= Now ? Task.CompletedTask : metronome.UntilAsync(due, cancellation);

    public void Dispose() => metronome.Dispose();
}
