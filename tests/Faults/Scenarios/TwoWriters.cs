using System.Security.Cryptography;

namespace GridGrains.Faults;

/// <summary>
/// Two services on one database: every leaf is active twice, and nothing but the journal's key stands between the two. Nobody should run
/// it so; what a cluster does for seconds when it splits is here for as long as one likes.
/// </summary>
internal static class TwoWriters
{
    private static readonly TimeSpan PerReport = TimeSpan.FromMilliseconds(60);

    // Few leaves, so that both write the same ones all the time.
    private static readonly Ledger[] Contested = [.. FaultCity.Ledgers.Take(4)];

    /// <summary>With so many reports; afterwards one service alone must show exact totals.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, int reports, CancellationToken cancellation)
    {
        var database = await (await subject.Stores.PostgresAsync(cancellation)).CreateDatabaseAsync(cancellation);
        var settings = new Dictionary<string, string> { ["Auth__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) };
        await using var first = subject.HomeOn(database, settings);
        await using var second = subject.HomeOn(database, settings);
        await first.StartAsync(cancellation);
        await FaultCity.ImportAsync(first.Target, cancellation);
        await second.StartAsync(cancellation);
        var both = first.Target with { Gateways = [.. first.Target.Gateways, .. second.Target.Gateways] };
        var log = new ClientLog();
        await using (var load = Load.Start(both, log, new() { Ledgers = Contested, Reports = reports, Workers = 8, Patience = TimeSpan.FromSeconds(2) }))
        {
            // Where the fence is gone a ledger cannot be read back, and who reports there waits for ever.
            await Task.WhenAny(load.DoneAsync(cancellation), Task.Delay(PerReport * reports, TimeProvider.System, cancellation));
            await load.EndAsync();
        }
        (await Judge.CheckJournalAsync(both.Journal, log, cancellation)).Verdict.Require();
        var fenced = Fences(first) + Fences(second);
        if (fenced == 0)
            throw new InvalidOperationException("the two services never met on a leaf");
        await second.StopAsync();
        await first.StopAsync();
        await first.StartAsync(cancellation);
        var verdict = (await Judge.CheckAsync(first.Target, log, null, cancellation)).Require();
        return Outcome.Of(log, verdict, $"{fenced} times an activation was fenced");
    }

    private static int Fences(ServedHome home) => home.Process.Errors.Split("gives up this activation").Length - 1;
}
