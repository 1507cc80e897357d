using System.Collections.Immutable;

namespace GridGrains.Faults;

/// <summary>What the counts and versions must be, worked out from nothing but rows: the latest observation of each subject stands.</summary>
internal sealed class Recount
{
    private readonly Dictionary<(Ledger Ledger, string Series, string Subject), (DateTime At, string Report, long Value)> winners = [];
    private readonly Dictionary<Ledger, long> rows = [];

    /// <summary>Rows of each leaf.</summary>
    public IReadOnlyDictionary<Ledger, long> Rows => rows;

    /// <summary>Takes a report of a leaf. The order of reports does not matter, that of observations within one does.</summary>
    public void Add(Ledger ledger, Guid reportId, ImmutableArray<Fact> facts)
    {
        rows[ledger] = rows.GetValueOrDefault(ledger) + 1;
        var report = reportId.ToString("N");
        foreach (var fact in facts)
        {
            var subject = (ledger, fact.Series, fact.Subject);
            if (!winners.TryGetValue(subject, out var winner)
                || fact.At > winner.At
                || (fact.At == winner.At && string.CompareOrdinal(report, winner.Report) >= 0))
            {
                winners[subject] = (fact.At, report, fact.Value);
            }
        }
    }

    /// <summary>The winning value of every subject.</summary>
    public IEnumerable<((Ledger Ledger, string Series, string Subject) Subject, long Value)> Winners => winners.Select(w => (w.Key, w.Value.Value));

    /// <summary>What every leaf and every place above it must show.</summary>
    public IReadOnlyDictionary<Ledger, Total> Totals()
    {
        var totals = new Dictionary<Ledger, Total>();
        foreach (var (ledger, count) in rows)
        {
            foreach (var place in Upwards(ledger))
                Of(place).Version += count;
        }
        foreach (var (key, winner) in winners)
        {
            foreach (var (count, amount) in Measures.Of(key.Series, winner.Value))
            {
                foreach (var place in Upwards(key.Ledger))
                    Of(place).Add(count, amount);
            }
        }
        return totals;

        Total Of(Ledger place) => totals.TryGetValue(place, out var total) ? total : totals[place] = new Total();
    }

    private static IEnumerable<Ledger> Upwards(Ledger ledger)
    {
        for (var place = ledger.Place; place.Length > 0; place = place.LastIndexOf('.') is var dot && dot > 0 ? place[..dot] : "")
            yield return ledger with { Place = place };
    }
}

/// <summary>Counts of one place and the number of reports in them.</summary>
internal sealed class Total
{
    private readonly Dictionary<string, long> counts = [];

    /// <summary>Reports at and below the place.</summary>
    public long Version { get; set; }

    /// <summary>Counts that are not zero.</summary>
    public IEnumerable<KeyValuePair<string, long>> Counts => counts.Where(c => c.Value != 0);

    /// <summary>One count.</summary>
    public long this[string count] => counts.GetValueOrDefault(count);

    /// <summary>Adds to a count.</summary>
    public void Add(string count, long amount) => counts[count] = this[count] + amount;
}
