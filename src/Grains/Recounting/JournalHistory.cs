using System.Collections.Immutable;
using GridGrains.History;
using GridGrains.Journal;

namespace GridGrains.Recounting;

/// <summary>The history of one count from the journal: every change of every leaf at the campaign's time of its report, added up.</summary>
internal static class JournalHistory
{
    public static async Task<ImmutableArray<HistoryPoint>> ReadAsync(
        IJournalStore journal, LedgerKey root, Count count, Campaign campaign, TimeSpan step, DateTime from, DateTime to)
    {
        var changes = new SortedDictionary<DateTime, long>();
        await foreach (var (entry, effect) in ReadSubtreeAsync(journal, root, CancellationToken.None))
        {
            var at = campaign.UtcAt(entry.RecordedAt);
            foreach (var change in effect.Changes.Where(c => c.Count == count.Index))
                changes[at] = changes.GetValueOrDefault(at) + change.By;
        }
        return [.. Sum(changes, HistorySteps.Between(from, to, step))];
    }

    /// <summary>Fills the history of a place with everything that was reported at and below it.</summary>
    public static async Task FillAsync(
        CountHistory history, IJournalStore journal, LedgerKey root, Campaign campaign, CancellationToken cancellation)
    {
        var sum = new long[Catalogue.Current.Counts.Length];
        var reports = await ReadSubtreeAsync(journal, root, cancellation).ToListAsync(cancellation);
        foreach (var (entry, effect) in reports.OrderBy(r => r.Entry.RecordedAt).ThenBy(r => r.Entry.Sequence))
        {
            foreach (var (count, by) in effect.Changes)
                sum[count] += by;
            history.Record(campaign.UtcAt(entry.RecordedAt), sum);
        }
    }

    private static IAsyncEnumerable<(JournalEntry Entry, ReportEffect Effect)> ReadSubtreeAsync(
        IJournalStore journal, LedgerKey root, CancellationToken cancellation) =>
        journal.ReadSubtreeAsync(root, cancellation).WithEffectsAsync(journal, cancellation);

    private static IEnumerable<HistoryPoint> Sum(SortedDictionary<DateTime, long> changes, IEnumerable<DateTime> moments)
    {
        long value = 0;
        using var change = changes.GetEnumerator();
        var more = change.MoveNext();
        foreach (var at in moments)
        {
            for (; more && change.Current.Key <= at; more = change.MoveNext())
                value += change.Current.Value;
            yield return new HistoryPoint(at, value);
        }
    }
}
