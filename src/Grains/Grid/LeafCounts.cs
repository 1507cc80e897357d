using System.Collections.Immutable;

namespace GridGrains.Grid;

/// <summary>What a leaf says of itself: its ledger's counts, and those that change with time alone. Built once per change.</summary>
internal sealed class LeafCounts(GridLedger ledger, Campaign campaign, TimeProvider time)
{
    private static readonly int ReportedToday = Catalogue.Current.Counts
        .Single(c => c.Measure is { Kind: MeasureKind.Places, Argument: "reportedToday" }).Index;

    private PlaceCounts? built;
    private int builtOn;

    /// <summary>A report was counted.</summary>
    public void Changed() => built = null;

    /// <summary>The present counts. Their time rises with every change, also with one that only the day brought.</summary>
    public PlaceCounts Now()
    {
        var now = time.GetUtcNow().UtcDateTime;
        var today = campaign.DayAt(now);
        if (built is null || today != builtOn)
        {
            built = new PlaceCounts(ledger.Key.Place, ledger.Version, now, Vector(today));
            builtOn = today;
        }
        return built;
    }

    public ImmutableArray<HistoryPoint>? History(string count, TimeSpan step, DateTime from, DateTime to) =>
        Catalogue.Current.TryGetCount(count, out var found)
            ? ledger.History.Read(found, step, from, to, campaign.UtcAt(time.GetUtcNow().UtcDateTime))
            : null;

    private CountVector Vector(int today)
    {
        // A desk is no grid, so its reports do not make one.
        var reported = ledger.Version > 0 && !ledger.Key.Place.IsDesk && campaign.DayAt(ledger.LastReportAt) == today;
        Span<long> values = stackalloc long[ledger.State.Counts.Length];
        ledger.State.Counts.CopyTo(values);
        values[ReportedToday] = reported ? 1 : 0;
        return CountVector.Copy(values);
    }
}
