namespace GridGrains.Faults;

/// <summary>PostgreSQL dies with all its processes, and what it had not written to the disk yet is gone. What was acknowledged is not.</summary>
internal static class DatabaseCrash
{
    // Nobody but the commits themselves writes the log to the disk, so what a commit did not wait for is lost for certain.
    private static readonly string[] LazyServer = ["wal_writer_delay=10s", "wal_writer_flush_after=1GB", "checkpoint_timeout=1h", "autovacuum=off", "bgwriter_lru_maxpages=0"];

    private static readonly TimeSpan BetweenCrashes = TimeSpan.FromSeconds(1.5);

    /// <summary>So many crashes under load.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, int crashes, CancellationToken cancellation)
    {
        if (PostgresServer.Unavailable is { } reason)
            throw new SkippedException(reason);
        await using var server = await PostgresServer.StartAsync(cancellation, LazyServer);
        await using var home = subject.HomeOn(await server.CreateDatabaseAsync(cancellation));
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        // What the import wrote is to stay: the crash is for the reports.
        await home.Target.Journal.ExecuteAsync("CHECKPOINT", cancellation);
        var log = new ClientLog();
        await using (var load = Load.Start(home.Target, log))
        {
            for (var i = 0; i < crashes; i++)
            {
                var acknowledged = log.Acknowledged;
                await Wait.UntilAsync("reports are acknowledged", () => log.Acknowledged > acknowledged + 100);
                await Task.Delay(BetweenCrashes, TimeProvider.System, cancellation);
                log.Strike();
                await server.CrashAsync();
                await server.StartAgainAsync(cancellation);
            }
            await load.EndAsync();
        }
        return Outcome.Of(log, (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require());
    }
}
