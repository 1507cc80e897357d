namespace GridGrains.Grid;

/// <summary>What a leaf remembers of a report it has counted, so that it can answer the first receipt again.</summary>
/// <param name="Sequence">Its place in the journal.</param>
/// <param name="Fingerprint">Of its payload and its reporter; of the reporter alone where the payload has been purged.</param>
/// <param name="Applied">As in the first receipt.</param>
/// <param name="Superseded">As in the first receipt.</param>
internal readonly record struct KnownReport(long Sequence, ulong Fingerprint, ushort Applied, ushort Superseded);
