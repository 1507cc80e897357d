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
}
