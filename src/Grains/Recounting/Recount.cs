using GridGrains.Journal;

namespace GridGrains.Recounting;

/// <summary>
/// Counts from the journal anew, without any of the live grains' code: it keeps the winners of one ledger at a time, chosen by plain
/// comparison, and evaluates every measure over them from zero when the ledger ends.
/// </summary>
internal sealed class Recount
{
    private readonly Dictionary<(string Series, string Subject), (DateTime At, Guid ReportId, int Order, long Value)> winners = [];
    private readonly long[] counts = new long[Catalogue.Current.Counts.Length];
    private LedgerKey ledger;

    /// <summary>Reports counted.</summary>
    public long Reports { get; private set; }

    /// <summary>The counts. Those that are not derived from observations (posts, places) stay zero.</summary>
    public CountVector Counts
    {
        get
        {
            EndLedger();
            return CountVector.Copy(counts);
        }
    }

    public static async Task<Recount> OfAsync(IJournalStore journal, LedgerKey root)
    {
        var recount = new Recount();
        PurgedReports? kept = null;
        await foreach (var entry in journal.ReadSubtreeAsync(root, CancellationToken.None))
        {
            if (entry.Ledger != recount.ledger)
                kept = null;
            if (entry.Payload.IsEmpty)
                recount.Add(entry, (kept ??= await PurgedReports.ReadAsync(journal, entry.Ledger, CancellationToken.None))[entry.Sequence]);
            else
                recount.Add(entry);
        }
        return recount;
    }

    /// <summary>Counts an entry; one whose subjects have been purged by what was kept of it.</summary>
    public void Add(JournalEntry entry, ReportEffect? kept = null)
    {
        if (entry.Ledger != ledger)
            EndLedger();
        ledger = entry.Ledger;
        Reports++;
        if (kept is not null)
        {
            foreach (var (count, by) in kept.Changes)
                counts[count] += by;
            return;
        }
        var order = 0;
        foreach (var observation in Payload.Decode(entry.Payload.Span))
        {
            var candidate = (observation.At, entry.ReportId, order++, observation.Value);
            var subject = (observation.Series, observation.Subject);
            if (!winners.TryGetValue(subject, out var winner) || candidate.CompareTo(winner) > 0)
                winners[subject] = candidate;
        }
    }

    private void EndLedger()
    {
        foreach (var count in Catalogue.Current.Counts)
        {
            if (count.Measure.Kind is not (MeasureKind.Posts or MeasureKind.Places))
                counts[count.Index] += winners.Where(w => Concerns(count, w.Key.Series)).Sum(w => count.Measure.Of(w.Value.Value));
        }
        winners.Clear();
    }

    private static bool Concerns(Count count, string series) =>
        count.Measure.Kind == MeasureKind.Group
            ? Catalogue.Current.TryGetSeries(series, out var found) && found.Group == count.Measure.Argument
            : count.Series == series;
}
