namespace GridGrains.Journal;

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>It is durable.</summary>
    Committed,

    /// <summary>Another activation wrote this sequence or this report, or an earlier append of this writer did not succeed. Nothing was written.</summary>
    Fenced,

    /// <summary>The database did not say. It may be durable, now or soon.</summary>
    Unknown,
}
