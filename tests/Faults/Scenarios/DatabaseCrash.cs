using System.Diagnostics;
using Npgsql;

namespace GridGrains.Faults;

/// <summary>PostgreSQL dies with all its processes, and what it had not written to the disk yet is gone. What was acknowledged is not.</summary>
internal static class DatabaseCrash
{
    // Nobody but the commits themselves writes the log, so what a commit did not wait for is lost for certain.
    private static readonly string[] LazyServer = ["checkpoint_timeout=1h", "autovacuum=off"];

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
                await HoldLogWriterAsync(server, cancellation);
                await Task.Delay(BetweenCrashes, TimeProvider.System, cancellation);
                await server.CrashAsync();
                log.Strike();
                await server.StartAgainAsync(cancellation);
            }
            await load.EndAsync();
        }
        return Outcome.Of(log, (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require());
    }

    // The server's own writer of the log would have most of it in the system's memory before the crash.
    private static async Task HoldLogWriterAsync(PostgresServer server, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString};Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand("SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'", connection);
        using var stop = Process.Start("kill", ["-STOP", $"{await command.ExecuteScalarAsync(cancellation)}"]);
        await stop.WaitForExitAsync(cancellation);
    }
}
