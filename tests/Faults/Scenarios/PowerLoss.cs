namespace GridGrains.Faults;

/// <summary>The power goes under load, and with it all that SQLite had written and the disk did not have. What was acknowledged is not among it.</summary>
internal static class PowerLoss
{
    /// <summary>So many cuts.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, int cuts, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(Keeper.Sqlite, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        // In order, so that what was imported is in the file and not in its log: the cuts are for the reports.
        await home.StopAsync();
        var power = await PowerCut.PrepareAsync(home.Data, cancellation);
        var database = Path.Combine(home.Data, "gridgrains.db");
        var (log, lost) = (new ClientLog(), 0L);
        await home.StartAsync(cancellation, power.Environment);
        await using (var load = Load.Start(home.Target, log))
        {
            for (var i = 0; i < cuts; i++)
            {
                var acknowledged = log.Acknowledged;
                await Wait.UntilAsync("reports are acknowledged", () => log.Acknowledged > acknowledged + 100);
                log.Strike();
                await home.KillAsync();
                lost += await PowerCut.StrikeAsync(database, cancellation);
                await home.StartAsync(cancellation, power.Environment);
            }
            await load.EndAsync();
        }
        // The journal first: where the cut took it away there is nothing to compare totals with.
        (await Judge.CheckJournalAsync(home.Target.Journal, log, cancellation)).Verdict.Require();
        var verdict = (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require();
        return Outcome.Of(log, verdict, $"{lost} bytes that were not on the disk yet were lost");
    }
}
