namespace GridGrains.Client;

/// <summary>Pauses between attempts: doubled each time up to 15 s, and never in step with those of others.</summary>
internal sealed class Pauses(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    private TimeSpan next = Shortest;

    public void Reset() => next = Shortest;

    /// <summary>Waits, at least as long as the service asked for; a cancellation ends it quietly.</summary>
    public async Task NextAsync(TimeSpan? asked, CancellationToken cancellation)
    {
        var pause = next * (0.5 + (Random.Shared.NextDouble() / 2));
        next = next * 2 < Longest ? next * 2 : Longest;
        await Task.Delay(asked > pause ? asked.Value : pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
