using System.Text.Json;
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
        if (saved.Sequence > 0 && await IsOfThisJournalAsync(key, saved, journal, cancellation) && !GridLedgerFormat.TryRead(saved.Ledger, ledger))
            ledger = New(key, campaign);
        var purged = false;
        await foreach (var entry in journal.ReadAsync(key, ledger.Version, cancellation))
        {
            CrashPoint.Pass(CrashPoint.InReplay);
            ledger.Replay(entry);
            purged |= entry.Payload.IsEmpty;
        }
        if (purged && await journal.PurgedTotalsAsync(key, cancellation) is var (_, totals))
            ledger.State.AddPurgedTotals(CountVector.Copy(JsonSerializer.Deserialize<long[]>(totals)));
        return ledger;
    }

    private static GridLedger New(LedgerKey key, Campaign campaign) => new(key, Catalogue.Current, campaign.UtcAt);

    // The database may have been restored from a backup without the cache, or the other way round.
    private static async Task<bool> IsOfThisJournalAsync(LedgerKey key, SavedGrid saved, IJournalStore journal, CancellationToken cancellation) =>
        await journal.FindAsync(key, saved.Sequence, cancellation) is { } entry && entry.ReportId == saved.LastReportId;
}
