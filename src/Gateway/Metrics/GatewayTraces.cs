using System.Diagnostics;

namespace GridGrains.Gateway;

/// <summary>Both ends of a trace from report to push. What lies between is the silos' part.</summary>
internal static class GatewayTraces
{
    private static readonly ActivitySource Source = new("GridGrains.Gateway");

    /// <summary>A report sets out; null if nobody listens or this one is not sampled. A trace begins here: who sends may not decide what is kept.</summary>
    public static Activity? Report()
    {
        if (!Source.HasListeners())
            return null;
        Activity.Current = null;
        return Source.StartActivity("report", ActivityKind.Server);
    }

    /// <summary>Counts that contain the report are pushed.</summary>
    /// <param name="counts">With the context that came up the tree, if there is one.</param>
    public static Activity? Push(PlaceCounts counts) => counts.Trace is { } context && ActivityContext.TryParse(context, null, isRemote: true, out var parent)
        ? Source.StartActivity("push", ActivityKind.Producer, parent, startTime: new DateTimeOffset(counts.AsOf, TimeSpan.Zero))
        : null;
}
