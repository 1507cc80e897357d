namespace GridGrains.Grid;

/// <summary>What a ledger says to a report that comes in.</summary>
/// <param name="Kind">What to do with it.</param>
/// <param name="Receipt">Of a known report.</param>
/// <param name="Pending">The same report, on its way already.</param>
public readonly record struct Admission(AdmissionKind Kind, Receipt? Receipt = null, PendingReport? Pending = null);

/// <summary>What to do with a report that comes in.</summary>
public enum AdmissionKind
{
    /// <summary>It has not been seen: append it.</summary>
    New,

    /// <summary>It is counted: answer its first receipt.</summary>
    Known,

    /// <summary>It is on its way to the journal: wait with it.</summary>
    Pending,

    /// <summary>Its id belongs to another body, or to another reporter: refuse it, and say no more than that.</summary>
    IdTaken,

    /// <summary>It has not been seen, and the campaign or the place is closed, or no longer there: refuse it.</summary>
    Closed,
}
