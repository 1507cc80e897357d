using System.ComponentModel.DataAnnotations;

namespace GridGrains.Journal;

/// <summary>How much may wait for the journal, and how long. Section <c>Journal</c>.</summary>
public sealed class GroupCommitOptions
{
    /// <summary>Observations (a zero report counts as one) that may be queued or under way at once; about 100 bytes each.</summary>
    [Range(1_000, 10_000_000)]
    public int QueueLimit { get; set; } = 100_000;

    /// <summary>How long a report waits for room in a full queue before it is refused as busy.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:05")]
    public TimeSpan RoomTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a commit may take before its outcome counts as unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan CommitTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Reports in one batch at most.</summary>
    [Range(1, 100_000)]
    public int BatchLimit { get; set; } = 4_000;
}
