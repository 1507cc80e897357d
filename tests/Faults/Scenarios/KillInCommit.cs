using Microsoft.Data.Sqlite;

namespace GridGrains.Faults;

/// <summary>The service is killed while the database lets nobody write: what is queued for a commit may not have been acknowledged.</summary>
internal static class KillInCommit
{
    private static readonly TimeSpan Held = TimeSpan.FromMilliseconds(500);

    /// <summary>On SQLite, whose file somebody else has locked.</summary>
    public static async Task<Outcome> RunAsync(Subject subject, CancellationToken cancellation)
    {
        await using var home = await subject.HomeAsync(Keeper.Sqlite, cancellation);
        await home.StartAsync(cancellation);
        await FaultCity.ImportAsync(home.Target, cancellation);
        var log = new ClientLog();
        await using (var load = Load.Start(home.Target, log))
        {
            await Wait.UntilAsync("reports are acknowledged", () => log.Acknowledged > 100);
            await using (var locked = (SqliteConnection)await home.Target.Journal.OpenAsync(cancellation))
            {
                await using var transaction = locked.BeginTransaction(deferred: false);
                await Task.Delay(Held, TimeProvider.System, cancellation);
                log.Strike();
                await home.KillAsync();
            }
            await home.StartAsync(cancellation);
            await load.EndAsync();
        }
        return Outcome.Of(log, (await Judge.CheckAsync(home.Target, log, null, cancellation)).Require());
    }
}
