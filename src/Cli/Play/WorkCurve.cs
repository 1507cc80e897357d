namespace GridGrains.Cli;

/// <summary>Where in a row's time a given share of its work is done.</summary>
internal sealed class WorkCurve
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    // Scenarios are places in China, which has one time all over.
    private static readonly TimeSpan LocalOffset = TimeSpan.FromHours(8);

    private readonly DateTimeOffset from;
    private readonly DateTimeOffset to;
    private readonly List<(DateTimeOffset At, double Done)> points = [];

    public WorkCurve(PlanRow row)
    {
        (from, to) = (row.From, row.To);
        if (row.Shape == PlanShape.Daytime && from < to)
            Accumulate();
    }

    /// <summary>Whether the row's shape leaves any time for work.</summary>
    public static bool HasTime(PlanRow row) =>
        row.Shape == PlanShape.Even || (row.From < row.To ? new WorkCurve(row).points[^1].Done > 0 : Pace(row.From) > 0);

    /// <summary>When a share of the work (0 to below 1) is done, to the second.</summary>
    public DateTimeOffset At(double share)
    {
        var at = points.Count == 0 ? from + ((to - from) * share) : Interpolate(share * points[^1].Done);
        return at.AddTicks(-(at.Ticks % TimeSpan.TicksPerSecond));
    }

    private void Accumulate()
    {
        var done = 0.0;
        points.Add((from, 0));
        for (var at = from; at < to;)
        {
            // Steps end at whole multiples, so that none reaches from the night into the day.
            var end = at.AddTicks(Step.Ticks - (at.UtcTicks % Step.Ticks));
            end = end < to ? end : to;
            done += Pace(at + ((end - at) / 2)) * (end - at).TotalHours;
            points.Add((end, done));
            at = end;
        }
    }

    private DateTimeOffset Interpolate(double done)
    {
        // The first point beyond it: the step before that one is not flat, so nothing falls into the night.
        int low = 1, high = points.Count - 1;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Done > done)
                high = middle;
            else
                low = middle + 1;
        }
        var (start, before) = points[low - 1];
        var (end, after) = points[low];
        return start + ((end - start) * ((done - before) / (after - before)));
    }

    // People a team sees in an hour, relative to the slowest hour of the day.
    private static double Pace(DateTimeOffset at)
    {
        var hour = at.ToOffset(LocalOffset).TimeOfDay.TotalHours;
        return hour is < 6 or >= 22 ? 0 : 1 + (3 * Peak(hour, 10)) + (2.5 * Peak(hour, 16.5));
    }

    private static double Peak(double hour, double top) => Math.Exp(-Math.Pow((hour - top) / 1.5, 2));
}
