namespace GridGrains.Grid;

/// <summary>The moment a report is taken in, in UTC, to a microsecond: both databases give back exactly what was stored.</summary>
internal static class RecordTime
{
    public static DateTime Of(TimeProvider time)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
