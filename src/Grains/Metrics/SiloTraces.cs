using System.Diagnostics;

namespace GridGrains.Metrics;

/// <summary>
/// The silo's part of a trace from report to push. A context travels with the report and then with the counts that contain it, so it goes the same way
/// whoever hosts the grains; nearly always there is none, and then all of this is a look at a reference.
/// </summary>
internal static class SiloTraces
{
    private static readonly ActivitySource Source = new("GridGrains.Silo");

    /// <summary>Goes on with a trace; null if there is none, or nobody listens.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="context">As the message brought it.</param>
    /// <param name="since">When it began, in UTC; now if left out.</param>
    public static Activity? Continue(string name, string? context, DateTime since = default)
    {
        if (context is null || !ActivityContext.TryParse(context, null, isRemote: true, out var parent))
            return null;
        return Source.StartActivity(name, ActivityKind.Consumer, parent, startTime: since == default ? default : new DateTimeOffset(since, TimeSpan.Zero));
    }
}
