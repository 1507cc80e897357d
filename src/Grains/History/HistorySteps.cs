namespace GridGrains.History;

/// <summary>The moments of a history: the multiples of a step in a span of time.</summary>
internal static class HistorySteps
{
    /// <summary>From the first multiple at or after <paramref name="from"/> to the last at or before <paramref name="to"/>.</summary>
    public static IEnumerable<DateTime> Between(DateTime from, DateTime to, TimeSpan step)
    {
        for (var ticks = (from.Ticks + step.Ticks - 1) / step.Ticks * step.Ticks; ticks <= to.Ticks; ticks += step.Ticks)
            yield return new DateTime(ticks, DateTimeKind.Utc);
    }
}
