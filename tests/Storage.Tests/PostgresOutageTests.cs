using GridGrains.Testing;
using static GridGrains.Storage.Tests.Entries;

namespace GridGrains.Storage.Tests;

/// <summary>A server that crashes under the journal and comes back.</summary>
public sealed class PostgresOutageTests
{
    [Fact]
    public async Task Commit_AroundACrash_KeepsWhatWasAcknowledgedAndGoesOnAfterwards()
    {
        PostgresFixture.SkipIfUnavailable();
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync(cancellation);
        await using var database = Database.Of(new() { Postgres = server.ConnectionString }, TimeProvider.System);
        await database.PrepareAsync(cancellation);
        var journal = StorageServices.OpenJournal(database, TimeProvider.System);
        await journal.CommitAsync(Run(1, 100), cancellation);

        await server.CrashAsync();
        await Assert.ThrowsAnyAsync<Exception>(() => journal.CommitAsync([Entry(101)], cancellation));
        await Assert.ThrowsAnyAsync<Exception>(() => journal.ProbeAsync(cancellation));
        await server.StartAgainAsync(cancellation);

        Assert.Empty(await journal.CommitAsync([Entry(101)], cancellation));
        Assert.Equal(101, (await journal.AllAsync(Ledger())).Count);
        await ((IAsyncDisposable)journal).DisposeAsync();
    }

    [Fact]
    public async Task Journal_ServerHangs_IsLeftInTimeAndGoesOnAfterwards()
    {
        PostgresFixture.SkipIfUnavailable();
        var cancellation = TestContext.Current.CancellationToken;
        await using var server = await PostgresServer.StartAsync(cancellation);
        await using var database = Database.Of(new() { Postgres = server.ConnectionString, ReadTimeout = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await database.PrepareAsync(cancellation);
        var journal = StorageServices.OpenJournal(database, TimeProvider.System);
        await journal.CommitAsync(Run(1, 100), cancellation);
        Assert.Equal(100, (await journal.AllAsync(Ledger())).Count);

        await SignalAsync(server, "STOP");
        await Assert.ThrowsAsync<TimeoutException>(() => journal.AllAsync(Ledger()));
        for (var i = 0; i < 2; i++)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.CommitAsync([Entry(101)], patience.Token));
        }
        await SignalAsync(server, "CONT");

        // What was under way may have been committed, now or later: then its key is there, and nothing is written.
        await journal.CommitAsync([Entry(101)], cancellation);
        Assert.Equal(101, (await journal.AllAsync(Ledger())).Count);
        await ((IAsyncDisposable)journal).DisposeAsync();
    }

    private static async Task SignalAsync(PostgresServer server, string signal)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{signal}", .. server.ProcessIds().Select(id => $"{id}")]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
