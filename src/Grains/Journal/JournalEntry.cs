namespace GridGrains.Journal;

/// <summary>One report as it is kept for ever: a row of the journal.</summary>
/// <param name="Ledger">The leaf in its campaign.</param>
/// <param name="Sequence">From 1 without gaps within the ledger. Ledger and sequence are the key, and so the fence.</param>
/// <param name="ReportId">Unique within the ledger.</param>
/// <param name="Reporter">Opaque id of who sent it.</param>
/// <param name="RecordedAt">When it was taken in, in UTC, to a microsecond.</param>
/// <param name="Payload">The observations as readable JSON in UTF-8; empty once the subjects have been purged.</param>
public sealed record JournalEntry(
    LedgerKey Ledger, long Sequence, Guid ReportId, string Reporter, DateTime RecordedAt, ReadOnlyMemory<byte> Payload);
