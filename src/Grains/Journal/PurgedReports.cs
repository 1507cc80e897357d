using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Journal;

/// <summary>
/// What the purged reports of a ledger came to, report by report, so that receipts, versions, totals and the whole history stay as they
/// were. Kept as JSON that explains itself: <c>{"counts":["tests.sampled"],"reports":[[9,1,0,120]]}</c> says that report 1
/// applied 9 observations, that 1 was superseded, and that the count at index 0 of <c>counts</c> rose by 120.
/// </summary>
public sealed class PurgedReports
{
    private readonly List<ReportEffect> effects = [];

    /// <summary>The sequence of the last report.</summary>
    public long Through => effects.Count;

    /// <summary>The effect of the report at a sequence; none where nothing was kept.</summary>
    public ReportEffect this[long sequence] => sequence >= 1 && sequence <= Through ? effects[(int)sequence - 1] : ReportEffect.None;

    /// <summary>What was kept of a ledger; empty if it was never purged.</summary>
    public static async Task<PurgedReports> ReadAsync(IJournalStore journal, LedgerKey ledger, CancellationToken cancellation) =>
        await journal.PurgedTotalsAsync(ledger, cancellation) is var (_, totals) ? Parse(totals) : new();

    /// <summary>Reads what <see cref="ToJson"/> wrote. A count that this build does not know is left out, as its series is.</summary>
    public static PurgedReports Parse(string json)
    {
        var kept = JsonSerializer.Deserialize<Kept>(json, JsonSerializerOptions.Web)!;
        var indices = kept.Counts.Select(code => Catalogue.Current.TryGetCount(code, out var count) ? count.Index : -1).ToArray();
        var reports = new PurgedReports();
        foreach (var report in kept.Reports)
        {
            var changes = report.Skip(2).Chunk(2).Select(c => new CountChange(indices[c[0]], c[1])).Where(c => c.Count >= 0);
            reports.Add(new((int)report[0], (int)report[1], [.. changes]));
        }
        return reports;
    }

    /// <summary>Takes the effect of the next report.</summary>
    public void Add(ReportEffect effect) => effects.Add(effect);

    /// <summary>All of it as JSON.</summary>
    public string ToJson()
    {
        var used = effects.SelectMany(e => e.Changes).Select(c => c.Count).Distinct().Order().ToList();
        var codes = used.Select(index => Catalogue.Current.Counts[index].Code);
        var rows = effects.Select(e => (long[])[e.Applied, e.Superseded, .. e.Changes.SelectMany(c => (long[])[used.IndexOf(c.Count), c.By])]);
        return JsonSerializer.Serialize(new Kept([.. codes], [.. rows]), JsonSerializerOptions.Web);
    }

    private sealed record Kept(ImmutableArray<string> Counts, ImmutableArray<long[]> Reports);
}
