namespace GridGrains.Faults;

/// <summary>Reports, a stop in order, a start, reports, a kill, a start: the totals come back by themselves, with nobody looking after lost messages.</summary>
internal static class Restart
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(8);

    /// <summary>With so many reports each time.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, Keeper keeper, int reports, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(keeper, cancellation, Cadence.NoHealing);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        await ReportAsync(home, log, reports, seed: 1, cancellation);
        await home.StopAsync();
        await home.StartAsync(cancellation);
        await ReportAsync(home, log, reports, seed: 2, cancellation);
        (await Judge.CheckAsync(home.Target, log, Settling, cancellation)).Require();
        log.Strike();
        await home.KillAsync();
        await home.StartAsync(cancellation);
        await ReportAsync(home, log, reports, seed: 3, cancellation);
        return Outcome.Of(log, (await Judge.CheckAsync(home.Target, log, Settling, cancellation)).Require());
    }

    private static async Task ReportAsync(ServedHome home, ClientLog log, int reports, int seed, CancellationToken cancellation)
    {
        await using var load = Load.Start(home.Target, log, new() { Seed = seed, Reports = reports, Pause = TimeSpan.FromMilliseconds(3) });
        await load.DoneAsync(cancellation);
    }
}
