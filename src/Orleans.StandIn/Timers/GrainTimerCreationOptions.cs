using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Options with both times given.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>The time to the first tick; <see cref="Timeout.InfiniteTimeSpan"/>: none.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a tick to the next; <see cref="Timeout.InfiniteTimeSpan"/>: one tick only.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether a tick may run between the turns of a call; a reentrant grain's ticks always may.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a tick counts as use, so that an idle grain stays active.</summary>
    public bool KeepAlive { get; init; }
}
