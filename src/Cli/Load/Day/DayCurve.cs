namespace GridGrains.Cli;

/// <summary>How work is spread over a day, from its first share to its last.</summary>
internal sealed class DayCurve
{
    private const int Steps = 512;
    private readonly double[]? done;

    private DayCurve(double[]? done) => this.done = done;

    /// <summary>How long the day is that it spreads.</summary>
    public static TimeSpan Length => TimeSpan.FromHours(16);

    /// <summary>The same at all times.</summary>
    public static DayCurve Even { get; } = new(null);

    /// <summary>From 6 to 22 o'clock, most in mid-morning and late afternoon, nearly twice as much then as in the mean.</summary>
    public static DayCurve Daytime { get; } = new(Accumulate());

    /// <summary>The share of the day's time at which a share of its work is done; it never falls.</summary>
    public double At(double share)
    {
        if (done is null)
            return share;
        var after = Array.BinarySearch(done, share);
        after = after >= 0 ? after : ~after;
        if (after == 0)
            return 0;
        if (after > Steps)
            return 1;
        return (after - 1 + ((share - done[after - 1]) / (done[after] - done[after - 1]))) / Steps;
    }

    private static double[] Accumulate()
    {
        var sums = new double[Steps + 1];
        for (var i = 0; i < Steps; i++)
            sums[i + 1] = sums[i] + Pace(6 + ((i + 0.5) * Length.TotalHours / Steps));
        return Array.ConvertAll(sums, sum => sum / sums[^1]);
    }

    private static double Pace(double hour) => 1 + (3 * Peak(hour, 10)) + (2.5 * Peak(hour, 16.5));

    private static double Peak(double hour, double top) => Math.Exp(-Math.Pow((hour - top) / 1.5, 2));
}
