namespace GridGrains.Cli;

/// <summary>A tick of the generator's own, to see how late it is with what depends on nobody else.</summary>
internal static class Heartbeat
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    /// <summary>Until it is cancelled.</summary>
    public static async Task RunAsync(RunClock clock, Histogram lag, CancellationToken cancellation)
    {
        // A tick that is late does not move those after it, so that a long halt counts as long as it is.
        for (var due = clock.Now; !cancellation.IsCancellationRequested; due += (long)Interval.TotalMicroseconds)
        {
            try
            {
                await clock.UntilAsync(due, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            lag.Add(clock.Now - due);
        }
    }
}
