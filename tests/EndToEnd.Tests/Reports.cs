namespace GridGrains.EndToEnd.Tests;

/// <summary>Reports as a phone sends them, written by hand.</summary>
internal static class Reports
{
    /// <summary>One tube.</summary>
    public static object Sampled(string subject, object value, object? at = null) => Report(Observation(subject, value, at));

    /// <summary>A report of these observations.</summary>
    public static object Report(params IEnumerable<object> observations) => new { reportId = Guid.NewGuid(), observations };

    /// <summary>One tube, as a part of a report.</summary>
    public static object Observation(string subject, object value, object? at = null) =>
        new { series = "tests.sampled", subject, value, at = at ?? "2022-10-06T09:12:31Z" };
}
