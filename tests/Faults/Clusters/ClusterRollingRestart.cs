namespace GridGrains.Faults;

/// <summary>Every silo and every gateway is stopped in order and started again, one after the other, as for a new version.</summary>
internal static class ClusterRollingRestart
{
    /// <summary>So many rounds; no report fails twice: after one retry it is acknowledged.</summary>
    public static async Task<Outcome> RunAsync(int rounds, int seed, CancellationToken cancellation)
    {
        await using var run = await ClusterRun.StartAsync(seed, cancellation);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var member in run.Cluster.Members)
            {
                await run.AtWorkAsync();
                run.Log.Strike();
                await member.StopAsync();
                await member.StartAsync(cancellation);
                await run.Cluster.ReadyAsync(cancellation);
            }
        }
        var outcome = await run.JudgeAsync(cancellation);
        var twice = run.Log.Histories.FirstOrDefault(FailedTwice);
        return twice is null
            ? outcome
            : throw new InvalidOperationException($"{run.Log.Histories.Count(FailedTwice)} reports were sent again more than once, {twice.Sending.ReportId} to {twice.Sending.Ledger.Place} among them: {string.Join(", ", twice.Events.Select(e => $"{e.At.TotalSeconds:0.00} {e.Ending} {e.Code}"))}");
    }

    // A report that is sent twice on purpose may fail once for each.
    private static bool FailedTwice(History history)
    {
        var open = 0;
        foreach (var happened in history.Events)
        {
            if (happened.Ending == Ending.Unknown && ++open > 2)
                return true;
            if (happened.Ending is Ending.Ok or Ending.Refused)
                open = 0;
        }
        return open > 1;
    }
}
