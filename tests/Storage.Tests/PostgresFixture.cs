using GridGrains.Storage.Tests;
using GridGrains.Testing;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace GridGrains.Storage.Tests;

/// <summary>One server for all tests that need no settings of their own. Where there can be none, those tests are skipped.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private PostgresServer? server;

    public PostgresServer Server
    {
        get
        {
            SkipIfUnavailable();
            return server!;
        }
    }

    public static void SkipIfUnavailable() => Assert.SkipWhen(PostgresServer.Unavailable is not null, PostgresServer.Unavailable ?? "");

    public async ValueTask InitializeAsync()
    {
        if (PostgresServer.Unavailable is null)
            server = await PostgresServer.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
    }
}
