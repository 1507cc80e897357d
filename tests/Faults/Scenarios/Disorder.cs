using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>The same reports in the order of their making, and shuffled with one in ten doubled: the same counts and subjects at every leaf.</summary>
internal static class Disorder
{
    private const double Doubled = 0.1;

    /// <summary>So many reports over 14 days.</summary>
    public static async Task<Outcome> RunAsync(Stores stores, Keeper keeper, int reports, int seed, CancellationToken cancellation)
    {
        var reporting = new Reporting(seed, FaultCity.Ledgers);
        // Bulk calls are of one reporter.
        var sorted = Enumerable.Range(0, reports).Select(_ => reporting.Next() with { Reporter = 0 })
            .OrderBy(r => r.Facts.Length == 0 ? DateTime.MinValue : r.Facts.Max(f => f.At)).ToArray();
        var shuffled = sorted.Concat(sorted.Where(_ => reporting.Happens(Doubled))).ToArray();
        new Random(seed).Shuffle(shuffled);

        var (inOrder, verdict, _) = await PlayAsync(stores, keeper, sorted, cancellation);
        var (mixed, second, log) = await PlayAsync(stores, keeper, shuffled, cancellation);
        var differences = inOrder.Zip(mixed).Where(p => p.First != p.Second).Select(p => $"in order {p.First}, shuffled {p.Second}").ToList();
        return Outcome.Of(log, (verdict.And(second) with { WrongTotals = [.. verdict.WrongTotals, .. second.WrongTotals, .. differences] }).Require());
    }

    private static async Task<(List<string> State, Verdict Verdict, ClientLog Log)> PlayAsync(Stores stores, Keeper keeper, Sending[] reports, CancellationToken cancellation)
    {
        await using var home = await ServedHome.NewAsync(keeper, stores, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        await Bulk.SendAsync(home.Target, log, reports, cancellation);
        return (await StateAsync(home.Target, cancellation), await Judge.CheckAsync(home.Target, log, null, cancellation), log);
    }

    // Of each leaf what it counts and what stands for each subject.
    private static async Task<List<string>> StateAsync(Target target, CancellationToken cancellation)
    {
        using var viewer = target.Client(target.Tokens.Issue("auditor", "viewer", FaultCity.Root));
        var state = new List<string>();
        foreach (var ledger in FaultCity.Ledgers)
        {
            var address = $"api/campaigns/{ledger.Campaign}/places/{ledger.Place}";
            using var snapshot = JsonDocument.Parse(await viewer.GetStringAsync(new Uri(address, UriKind.Relative), cancellation));
            state.Add($"{ledger}: {snapshot.RootElement.GetProperty("counts")}");
            foreach (var series in Reporting.SeriesCodes)
                state.Add($"{ledger} {series}: {await viewer.GetStringAsync(new Uri($"{address}/subjects?series={series}&limit=500", UriKind.Relative), cancellation)}");
        }
        return state;
    }
}
