namespace GridGrains.Journal;

/// <summary>The journal's table in a database. One contract suite runs against every implementation.</summary>
public interface IJournalStore
{
    /// <summary>
    /// Makes a batch durable in one transaction and one round trip, for many ledgers at once. Within the batch the entries of
    /// a ledger are in the order of their sequence.
    /// </summary>
    /// <returns>
    /// The ledgers of which nothing was written, because a sequence or a report id of theirs was there already; of all others
    /// everything is durable. An exception means that the outcome is unknown.
    /// </returns>
    Task<IReadOnlySet<LedgerKey>> CommitAsync(IReadOnlyList<JournalEntry> batch, CancellationToken cancellation);

    /// <summary>The entries of a ledger with a sequence above <paramref name="after"/>, in order.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(LedgerKey ledger, long after, CancellationToken cancellation);

    /// <summary>The entry at a sequence, or null.</summary>
    Task<JournalEntry?> FindAsync(LedgerKey ledger, long sequence, CancellationToken cancellation);

    /// <summary>The entries of every ledger at and below a place, ledger by ledger, each in order.</summary>
    IAsyncEnumerable<JournalEntry> ReadSubtreeAsync(LedgerKey root, CancellationToken cancellation);

    /// <summary>The last sequence of each of these places that has one.</summary>
    Task<IReadOnlyDictionary<PlaceId, long>> HeadsAsync(string campaign, IReadOnlyCollection<PlaceId> places, CancellationToken cancellation);

    /// <summary>Those of these places that have an entry in any campaign.</summary>
    Task<IReadOnlySet<PlaceId>> WithEntriesAsync(IReadOnlyCollection<PlaceId> places, CancellationToken cancellation);

    /// <summary>
    /// The first <paramref name="limit"/> places, by id and after one, that have entries in a campaign which no purge has reached. It
    /// costs a few steps for each ledger of the campaign, however many entries that has.
    /// </summary>
    Task<IReadOnlyList<PlaceId>> UnpurgedAsync(string campaign, PlaceId? after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Takes the subjects out of the entries up to a sequence: their payload becomes empty, while sequence, report id and
    /// reporter stay, so that nothing can be counted twice. <paramref name="totals"/> keeps, as JSON, what they had come to.
    /// </summary>
    Task PurgeAsync(LedgerKey ledger, long through, string totals, CancellationToken cancellation);

    /// <summary>The totals that a purge kept and up to which sequence they go, or null if the ledger was never purged.</summary>
    Task<(long Through, string Totals)?> PurgedTotalsAsync(LedgerKey ledger, CancellationToken cancellation);

    /// <summary>Commits a canary row as durably as a report, or throws.</summary>
    Task ProbeAsync(CancellationToken cancellation);
}
