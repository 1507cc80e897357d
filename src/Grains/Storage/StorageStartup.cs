using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Storage;

/// <summary>Prepares the database before any service of the host starts, whatever their order, and so before the silo.</summary>
internal sealed partial class StorageStartup(Database database, ILogger<StorageStartup> log) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await database.PrepareAsync(cancellationToken);
        LogPrepared(database.Location);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(700, LogLevel.Information, "The ledger is kept in the {Location}")]
    private partial void LogPrepared(string location);
}
