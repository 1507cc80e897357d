namespace Orleans.Runtime;

/// <summary>A timer whose ticks are turns of its grain; disposing stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the time to the next tick and the time between ticks; <see cref="Timeout.InfiniteTimeSpan"/>: none.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}
