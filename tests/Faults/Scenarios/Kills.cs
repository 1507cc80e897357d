namespace GridGrains.Faults;

/// <summary><c>kill -9</c> at random moments under load, also while the service is still starting.</summary>
internal static class Kills
{
    private const int KillsPerCheck = 20;
    private const double WhileStarting = 0.1;
    private const int LongestLifeMs = 900;

    /// <summary>Kills so many times, goes on each time, and checks everything now and then.</summary>
    public static async Task<Outcome> RunAsync(Stores stores, Keeper keeper, int kills, int seed, CancellationToken cancellation)
    {
        await using var home = await ServedHome.NewAsync(keeper, stores, cancellation, environment: Cadence.SavesOften);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var random = new Random(seed);
        var log = new ClientLog();
        Verdict? verdict = null;
        for (var killed = 0; killed < kills || verdict is null;)
        {
            await using (var load = Load.Start(home.Target, log, new() { Seed = seed + killed }))
            {
                for (var last = Math.Min(kills, killed + KillsPerCheck); killed < last; killed++)
                    await StrikeAsync(home, log, random, cancellation);
                await load.EndAsync();
            }
            verdict = (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require();
        }
        return Outcome.Of(log, verdict);
    }

    private static async Task StrikeAsync(ServedHome home, ClientLog log, Random random, CancellationToken cancellation)
    {
        var acknowledged = log.Acknowledged;
        await Wait.UntilAsync("a report is acknowledged", () => log.Acknowledged > acknowledged);
        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestLifeMs)), TimeProvider.System, cancellation);
        log.Strike();
        await home.KillAsync();
        if (random.NextDouble() < WhileStarting)
        {
            await home.LaunchAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(LongestLifeMs)), TimeProvider.System, cancellation);
            await home.KillAsync();
        }
        await home.StartAsync(cancellation);
    }
}
