using GridGrains.Journal;
using GridGrains.Recounting;

namespace GridGrains.Retention;

/// <summary>Purges one ledger of the journal: payloads go, and what each report came to is kept in their place, in one transaction.</summary>
internal static class SubjectPurge
{
    /// <summary>
    /// Purges what the journal has now. From the journal and not from a live leaf, so that what is kept is what anybody would have
    /// counted. Again, it keeps the same; an entry that came after a purge is added to what that one kept.
    /// </summary>
    public static async Task RunAsync(IJournalStore journal, LedgerKey ledger)
    {
        var kept = new PurgedReports();
        var entries = journal.ReadAsync(ledger, 0, CancellationToken.None);
        await foreach (var (entry, effect) in entries.WithEffectsAsync(journal, CancellationToken.None))
        {
            kept.Add(effect);
            if (entry.Sequence != kept.Through)
                throw new InvalidDataException($"The journal of {ledger} goes on at {entry.Sequence} after {kept.Through - 1}: an entry is missing");
        }
        if (kept.Through > 0)
            await journal.PurgeAsync(ledger, kept.Through, kept.ToJson(), CancellationToken.None);
    }
}
