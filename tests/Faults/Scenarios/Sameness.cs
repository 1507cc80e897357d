namespace GridGrains.Faults;

/// <summary>One report from 64 clients at the same time, again and again: one row, one receipt.</summary>
internal static class Sameness
{
    private const int AtOnce = 64;

    /// <summary>So many reports, each sent by all at once.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, Keeper keeper, int reports, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(keeper, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        using var phones = new Phones(home.Target, log);
        var reporting = new Reporting(1, FaultCity.Ledgers);
        for (var i = 0; i < reports; i++)
        {
            var report = reporting.Next();
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => phones.SendAsync(report)));
        }
        var verdict = (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require();
        if (verdict.Rows != reports)
            throw new InvalidOperationException($"{verdict.Rows} rows for {reports} reports");
        return Outcome.Of(log, verdict);
    }
}
