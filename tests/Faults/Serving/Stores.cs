namespace GridGrains.Faults;

/// <summary>One PostgreSQL server for all scenarios of a run, started by the first that needs it.</summary>
internal sealed class Stores : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private PostgresServer? server;

    /// <summary>The server.</summary>
    /// <exception cref="SkippedException">PostgreSQL is not installed.</exception>
    public async Task<PostgresServer> PostgresAsync(CancellationToken cancellation)
    {
        if (PostgresServer.Unavailable is { } reason)
            throw new SkippedException(reason);
        await turn.WaitAsync(cancellation);
        try
        {
            return server ??= await PostgresServer.StartAsync(cancellation);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>What it is, for a report.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        if (PostgresServer.Unavailable is { } reason)
            return $"no PostgreSQL ({reason})";
        await using var connection = await JournalTable.OfPostgres((await PostgresAsync(cancellation)).ConnectionString).OpenAsync(cancellation);
        return $"PostgreSQL {connection.ServerVersion}";
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        turn.Dispose();
    }
}

/// <summary>A scenario cannot be run on this machine.</summary>
internal sealed class SkippedException(string reason) : Exception(reason);
