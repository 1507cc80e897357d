namespace GridGrains.Faults;

/// <summary>
/// The journal comes back from an older backup and the saved states do not: they are ahead of it, and when the journal has grown again,
/// beside it. What is shown follows the journal.
/// </summary>
internal static class RestoredBackup
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly Ledger[] Few = [.. FaultCity.Ledgers.Where((_, i) => i % 10 == 0)];

    /// <summary>With so many reports before and after.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, Keeper keeper, int reports, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(keeper, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        await ReportAsync(home, log, reports, seed: 1, cancellation);
        await home.StopAsync();
        // Of each ledger the half.
        await home.Target.Journal.ExecuteAsync(
            "DELETE FROM journal WHERE sequence > (SELECT max(j.sequence) / 2 FROM journal j WHERE j.campaign = journal.campaign AND j.place = journal.place)", cancellation);
        await home.StartAsync(cancellation);
        var verdict = await CheckAsync(home, cancellation);

        await ReportAsync(home, log, reports, seed: 2, cancellation);
        await home.KillAsync();
        await home.StartAsync(cancellation);
        return Outcome.Of(log, verdict.And(await CheckAsync(home, cancellation)).Require());
    }

    // What was acknowledged before the restore is gone, so only what is shown is compared with what there is.
    private static async Task<Verdict> CheckAsync(ServedHome home, CancellationToken cancellation)
    {
        var (_, recount) = await Judge.CheckJournalAsync(home.Target.Journal, new ClientLog(), cancellation);
        var nothing = new Verdict { Lost = [], Doubled = [], Invented = [], WrongTotals = [], Rows = recount.Rows.Values.Sum(), Levels = 0, Places = 0 };
        return (await Judge.CheckTotalsAsync(home.Target, recount, nothing, Settling, cancellation)).Require();
    }

    private static async Task ReportAsync(ServedHome home, ClientLog log, int reports, int seed, CancellationToken cancellation)
    {
        await using var load = Load.Start(home.Target, log, new() { Seed = seed, Reports = reports, Ledgers = Few, Pause = TimeSpan.FromMilliseconds(3) });
        await load.DoneAsync(cancellation);
    }
}
