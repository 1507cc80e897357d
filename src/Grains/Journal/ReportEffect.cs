using System.Collections.Immutable;

namespace GridGrains.Journal;

/// <summary>What a report did to its leaf: all that is kept of it once its subjects have been purged.</summary>
/// <param name="Applied">As in its first receipt.</param>
/// <param name="Superseded">As in its first receipt.</param>
/// <param name="Changes">The counts that it changed, and by how much.</param>
public sealed record ReportEffect(int Applied, int Superseded, ImmutableArray<CountChange> Changes)
{
    /// <summary>Of a report that changed nothing.</summary>
    public static readonly ReportEffect None = new(0, 0, []);
}

/// <summary>By how much a count changed.</summary>
/// <param name="Count">Its index in the catalogue.</param>
/// <param name="By">The difference; below zero where it fell.</param>
public readonly record struct CountChange(int Count, long By);
