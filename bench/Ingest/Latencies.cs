namespace GridGrains.Bench.Ingest;

/// <summary>Latencies in steps of 0.1 ms up to 10 s, counted without a lock by many connections.</summary>
internal sealed class Latencies
{
    private const double StepMilliseconds = 0.1;
    private readonly long[] steps = new long[100_001];

    public void Add(TimeSpan latency) =>
        Interlocked.Increment(ref steps[Math.Min((int)(latency.TotalMilliseconds / StepMilliseconds), steps.Length - 1)]);

    public long Total => steps.Sum();

    /// <summary>The latency, in ms, that this share of reports did not exceed.</summary>
    public double Percentile(double share)
    {
        var left = (long)Math.Ceiling(Total * share);
        for (var i = 0; i < steps.Length; i++)
        {
            left -= steps[i];
            if (left <= 0)
                return (i + 1) * StepMilliseconds;
        }
        return double.NaN;
    }
}
