using System.ComponentModel.DataAnnotations;

namespace GridGrains.RollUp;

/// <summary>How counts go up the tree and out to watchers. Section <c>RollUp</c>.</summary>
public sealed class RollUpOptions
{
    /// <summary>A place sends at most one message to its area, and one to each watcher, in this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>What that time is stretched to at most while the machine is short of CPU; not below <see cref="Interval"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan LongestInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long an area that has just woken waits for its children before it answers with those it has heard.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:20")]
    public TimeSpan WakeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often an area looks after children that are silent: whose message may have been lost with the silo that was to send it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SilenceInterval { get; set; } = TimeSpan.FromSeconds(30);
}
