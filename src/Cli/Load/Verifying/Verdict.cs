namespace GridGrains.Cli;

/// <summary>Whether every acknowledged report was counted exactly once.</summary>
/// <param name="Leaves">Leaves that were compared.</param>
/// <param name="Areas">Areas whose totals were compared with the sums of their children.</param>
/// <param name="Reports">Different reports that were acknowledged.</param>
/// <param name="Observations">Their observations.</param>
/// <param name="IsAudited">Whether the root was recounted from the journal, and is right.</param>
/// <param name="Differences">What is not as it must be, in sentences; the first of them.</param>
/// <param name="DifferenceCount">How many there are.</param>
internal sealed record Verdict(int Leaves, int Areas, long Reports, long Observations, bool IsAudited, IReadOnlyList<string> Differences, int DifferenceCount)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsExact => DifferenceCount == 0;
}
