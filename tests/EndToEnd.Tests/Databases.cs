namespace GridGrains.EndToEnd.Tests;

/// <summary>One PostgreSQL server for all tests, started by the first that needs it.</summary>
public sealed class Databases : IAsyncDisposable
{
    private PostgresServer? server;

    /// <summary>The connection string of an empty database; the test is skipped where PostgreSQL is not installed.</summary>
    public async Task<string> NewAsync()
    {
        Assert.SkipWhen(PostgresServer.Unavailable is not null, PostgresServer.Unavailable ?? "");
        server ??= await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
        return await server.CreateDatabaseAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Ends the server.</summary>
    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
