namespace GridGrains.Grid;

/// <summary>What is counted once: a subject of a series, by the series' index in the catalogue.</summary>
internal readonly record struct SubjectKey(int Series, string Subject);

/// <summary>The observation that stands for a subject.</summary>
internal readonly record struct Winner(DateTime At, Guid ReportId, long Value, string? Post)
{
    /// <summary>Whether this stays the winner against an observation. The same report's later one replaces it, so equal is not enough.</summary>
    public bool Outranks(DateTime at, Guid reportId) => At > at || (At == at && ReportId.CompareTo(reportId) > 0);
}
