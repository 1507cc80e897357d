namespace GridGrains.Grid;

/// <summary>
/// A leaf's ledger at a sequence, in grain storage. Only a shortcut: it is believed if the journal has, at that sequence, that
/// report; without it everything is replayed.
/// </summary>
[GenerateSerializer]
public sealed class SavedGrid
{
    /// <summary>The sequence of the last report it contains; 0 if nothing was saved.</summary>
    [Id(0)]
    public long Sequence { get; set; }

    /// <summary>The id of that report.</summary>
    [Id(1)]
    public Guid LastReportId { get; set; }

    /// <summary>What <see cref="GridLedgerFormat"/> wrote.</summary>
    [Id(2)]
    public byte[] Ledger { get; set; } = [];
}
