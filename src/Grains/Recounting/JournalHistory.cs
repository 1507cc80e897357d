using System.Collections.Immutable;
using GridGrains.Grid;
using GridGrains.History;
using GridGrains.Journal;

namespace GridGrains.Recounting;

/// <summary>The history of one count from the journal: every change of every leaf at the campaign's time of its report, added up.</summary>
internal static class JournalHistory
{
    public static async Task<ImmutableArray<HistoryPoint>> ReadAsync(
        IAsyncEnumerable<JournalEntry> entries, Count count, Campaign campaign, TimeSpan step, DateTime from, DateTime to)
    {
        var changes = new SortedDictionary<DateTime, long>();
        LedgerKey? ledger = null;
        GridState state = null!;
        await foreach (var entry in entries)
        {
            if (entry.Ledger != ledger)
                state = new GridState(Catalogue.Current);
            ledger = entry.Ledger;
            var before = state.Counts[count.Index];
            state.Apply(entry.ReportId, Payload.Decode(entry.Payload.Span).AsSpan());
            var at = campaign.UtcAt(entry.RecordedAt);
            if (state.Counts[count.Index] != before)
                changes[at] = changes.GetValueOrDefault(at) + state.Counts[count.Index] - before;
        }
        return [.. Sum(changes, HistorySteps.Between(from, to, step))];
    }

    /// <summary>Fills the history of a place with everything that was reported at and below it.</summary>
    public static async Task FillAsync(CountHistory history, IAsyncEnumerable<JournalEntry> entries, Campaign campaign)
    {
        var sum = new long[Catalogue.Current.Counts.Length];
        var leaves = new Dictionary<LedgerKey, GridState>();
        var reports = await entries.ToListAsync();
        foreach (var report in reports.OrderBy(e => e.RecordedAt).ThenBy(e => e.Sequence))
        {
            if (!leaves.TryGetValue(report.Ledger, out var leaf))
                leaves.Add(report.Ledger, leaf = new GridState(Catalogue.Current));
            Add(leaf, -1);
            leaf.Apply(report.ReportId, Payload.Decode(report.Payload.Span).AsSpan());
            Add(leaf, +1);
            history.Record(campaign.UtcAt(report.RecordedAt), sum);
        }

        void Add(GridState leaf, int sign)
        {
            for (var i = 0; i < sum.Length; i++)
                sum[i] += sign * leaf.Counts[i];
        }
    }

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
