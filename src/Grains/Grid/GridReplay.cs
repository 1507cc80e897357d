using GridGrains.Faults;
using GridGrains.Journal;

namespace GridGrains.Grid;

/// <summary>Brings a leaf's ledger back: from saved state as far as the journal confirms it, and from the journal for the rest.</summary>
internal static class GridReplay
{
    public static async Task<GridLedger> LoadAsync(
        LedgerKey key, Campaign campaign, SavedGrid saved, IJournalStore journal, CancellationToken cancellation)
    {
        var ledger = New(key, campaign);
        if (await ConfirmedAsync(key, saved, journal, cancellation) is { } last && !TryRead(saved, last, ledger))
            ledger = New(key, campaign);
        PurgedReports? kept = null;
        await foreach (var entry in journal.ReadAsync(key, ledger.Version, cancellation))
        {
            CrashPoint.Pass(CrashPoint.InReplay);
            if (entry.Payload.IsEmpty)
                ledger.Replay(entry, (kept ??= await PurgedReports.ReadAsync(journal, key, cancellation))[entry.Sequence]);
            else
                ledger.Replay(entry);
        }
        return ledger;
    }

    private static GridLedger New(LedgerKey key, Campaign campaign) => new(key, Catalogue.Current, campaign.UtcAt);

    // The database may have been restored from a backup without the cache, or the other way round.
    private static async Task<JournalEntry?> ConfirmedAsync(LedgerKey key, SavedGrid saved, IJournalStore journal, CancellationToken cancellation) =>
        saved.Sequence > 0 && await journal.FindAsync(key, saved.Sequence, cancellation) is { } entry && entry.ReportId == saved.LastReportId
            ? entry
            : null;

    // Subjects that the journal no longer has are not brought back from what was saved before they were purged.
    private static bool TryRead(SavedGrid saved, JournalEntry last, GridLedger ledger) =>
        GridLedgerFormat.TryRead(saved.Ledger, ledger) && (!last.Payload.IsEmpty || ledger.PurgedThrough >= last.Sequence);
}
