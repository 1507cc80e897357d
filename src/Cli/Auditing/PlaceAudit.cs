namespace GridGrains.Cli;

/// <summary>What was found at one place.</summary>
/// <param name="Place">The place.</param>
/// <param name="Level">Its level.</param>
/// <param name="Reports">Reports at and below it, by the journal.</param>
/// <param name="MatchesJournal">Whether its live counts are those of the journal.</param>
/// <param name="MatchesChildren">Whether its counts and its version are the sums of its children's; null for a leaf.</param>
internal sealed record PlaceAudit(string Place, string Level, long Reports, bool MatchesJournal, bool? MatchesChildren)
{
    /// <summary>Whether everything is as it must be.</summary>
    public bool IsRight => MatchesJournal && MatchesChildren != false;
}
