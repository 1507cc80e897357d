using System.Collections.Immutable;

namespace GridGrains.Gateway;

/// <summary>What a body turned out to be: a report, or why it is none.</summary>
internal readonly record struct ReportReading(Report? Report, Problem? Problem)
{
    /// <summary>It is a report; whether it may be, <see cref="ReportRules"/> say.</summary>
    public static ReportReading Of(Report report) => new(report, null);

    /// <summary>It is none.</summary>
    public static ReportReading Refused(Problem problem) => new(null, problem);
}

/// <summary>What the body of a bulk call turned out to be: its items in order, or why it could not be read as a whole.</summary>
internal readonly record struct BulkReading(ImmutableArray<BulkItem> Items, Problem? Problem)
{
    /// <summary>The greatest number of observations, and of items, in one call.</summary>
    public const int Max = 2000;
}

/// <summary>An item of a bulk call: a report for a place, of which only the text is known yet.</summary>
internal readonly record struct BulkItem(string Place, ReportReading Reading);
