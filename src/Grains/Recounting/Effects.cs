using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using GridGrains.Grid;
using GridGrains.Journal;

namespace GridGrains.Recounting;

/// <summary>Reads entries together with what each did to the counts of its leaf: counted anew, or, once its subjects are purged, as it was kept.</summary>
internal static class Effects
{
    /// <summary>The entries as they come.</summary>
    /// <param name="entries">Of each ledger all, in order and one ledger after the other.</param>
    /// <param name="journal">Where they are from.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<(JournalEntry Entry, ReportEffect Effect)> WithEffectsAsync(
        this IAsyncEnumerable<JournalEntry> entries, IJournalStore journal, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LedgerKey? ledger = null;
        GridState state = null!;
        PurgedReports? kept = null;
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            if (entry.Ledger != ledger)
                (ledger, state, kept) = (entry.Ledger, new GridState(Catalogue.Current), null);
            // Looked up when the first purged entry is met, so also where the purge comes while the ledger is being read.
            if (entry.Payload.IsEmpty)
                yield return (entry, (kept ??= await PurgedReports.ReadAsync(journal, entry.Ledger, cancellation))[entry.Sequence]);
            else
                yield return (entry, Apply(state, entry));
        }
    }

    private static ReportEffect Apply(GridState state, JournalEntry entry)
    {
        var before = state.Counts.ToArray();
        var (applied, superseded) = state.Apply(entry.ReportId, Payload.Decode(entry.Payload.Span).AsSpan());
        var changes = ImmutableArray.CreateBuilder<CountChange>();
        for (var i = 0; i < before.Length; i++)
        {
            if (state.Counts[i] != before[i])
                changes.Add(new(i, state.Counts[i] - before[i]));
        }
        return new(applied, superseded, changes.DrainToImmutable());
    }
}
