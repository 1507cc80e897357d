namespace GridGrains.Faults;

/// <summary>Compares what the clients know with the journal and with what the service shows. By its own code, so that no mistake of the product's is repeated here.</summary>
internal static class Judge
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All of it. The load must be quiet.</summary>
    /// <param name="target">The service.</param>
    /// <param name="log">What its clients know.</param>
    /// <param name="patience">How long the totals may take to settle; a minute if nothing else is said.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<Verdict> CheckAsync(Target target, ClientLog log, TimeSpan? patience, CancellationToken cancellation)
    {
        var (verdict, recount) = await CheckJournalAsync(target.Journal, log, cancellation);
        // Where the journal is wrong already, the totals are for the picture.
        return await CheckTotalsAsync(target, recount, verdict, verdict.IsClean ? patience ?? Patience : TimeSpan.Zero, cancellation);
    }

    /// <summary>The clients against the journal alone.</summary>
    public static async Task<(Verdict Verdict, Recount Recount)> CheckJournalAsync(JournalTable journal, ClientLog log, CancellationToken cancellation)
    {
        var recount = new Recount();
        var examination = new Examination(log);
        await foreach (var row in journal.ReadAsync(cancellation))
        {
            var facts = Fact.ReadAll(row.Payload);
            recount.Add(row.Ledger, row.ReportId, facts);
            examination.Row(row, Fact.Text(facts));
        }
        return (examination.End(), recount);
    }

    /// <summary>What the service shows at every place of every level against the recount.</summary>
    public static async Task<Verdict> CheckTotalsAsync(Target target, Recount recount, Verdict verdict, TimeSpan patience, CancellationToken cancellation)
    {
        using var live = new LiveTotals(target, recount.Totals());
        var places = (from campaign in FaultCity.Campaigns from place in FaultCity.Places select new Ledger(campaign, place.Place)).ToList();
        return verdict with
        {
            WrongTotals = await live.SettleAsync(places, patience, cancellation),
            Levels = FaultCity.Places.Select(p => p.Level).Distinct().Count(),
            Places = places.Count,
        };
    }
}
