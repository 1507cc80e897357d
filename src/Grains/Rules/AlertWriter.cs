using System.Threading.Channels;
using GridGrains.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Rules;

/// <summary>
/// Brings changed alerts of all leaves of the silo to the database and then to the boards of their campaigns, whatever has come together since the last
/// time in one transaction. Of one alert only the newest change waits; a database that is ill is tried again, and nothing is told before it is durable.
/// </summary>
public sealed partial class AlertWriter(AlertStore store, IGrainFactory grains, TimeProvider time, ILogger<AlertWriter> log) : BackgroundService
{
    private const int MostWaiting = 100_000;
    private const int MostAtOnce = 500;
    private const int ReadersAtOnce = 2;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellPatience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<(string Campaign, Guid Id), Alert> waiting = [];
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim readers = new(ReadersAtOnce);
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Takes a change; false if too many wait, which a database that has been ill for long may bring about.</summary>
    public bool TryAdd(Alert change)
    {
        lock (gate)
        {
            if (waiting.Count >= MostWaiting)
                return false;
            waiting[(change.Campaign, change.Id)] = change;
        }
        signal.Writer.TryWrite(true);
        return true;
    }

    /// <summary>The alerts of a leaf that stand. A city that wakes asks this of every leaf at once, so few are asked at a time: reports come first.</summary>
    public async Task<IReadOnlyList<Alert>> StandingAsync(LedgerKey leaf)
    {
        await readers.WaitAsync();
        try
        {
            return await store.StandingAsync(leaf, CancellationToken.None);
        }
        finally
        {
            readers.Release();
        }
    }

    /// <summary>Takes out what names subjects of a leaf, in the database and of what waits. Its leaf hands on nothing any more.</summary>
    public async Task PurgeAsync(LedgerKey leaf)
    {
        await turn.WaitAsync();
        try
        {
            lock (gate)
            {
                foreach (var key in waiting.Where(w => w.Key.Campaign == leaf.Campaign && w.Value.Place == leaf.Place).Select(w => w.Key).ToList())
                    waiting.Remove(key);
            }
            await store.PurgeAsync(leaf, CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Ends when what waits is durable, or could not be made so.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        signal.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (await SaveNextAsync() is { Failed: false, Saved.Count: > 0 })
        {
            // Until all is saved; the boards are in the silos that go on.
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        readers.Dispose();
        turn.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await signal.Reader.WaitToReadAsync(stoppingToken))
        {
            signal.Reader.TryRead(out _);
            while (await SaveNextAsync() is var next && (next.Failed || next.Saved.Count > 0))
            {
                if (next.Failed)
                    await Task.Delay(RetryPause, time, stoppingToken);
                else
                    await TellAsync(next.Saved);
            }
        }
    }

    private async Task<(bool Failed, IReadOnlyList<Alert> Saved)> SaveNextAsync()
    {
        await turn.WaitAsync();
        try
        {
            var batch = Take();
            if (batch.Count == 0)
                return (false, []);
            if (await SaveAsync(batch) is { } saved)
                return (false, saved);
            PutBack(batch);
            return (true, []);
        }
        finally
        {
            turn.Release();
        }
    }

    // Of one campaign.
    private List<Alert> Take()
    {
        lock (gate)
        {
            var campaign = waiting.Keys.Select(k => k.Campaign).FirstOrDefault();
            var batch = waiting.Where(w => w.Key.Campaign == campaign).Take(MostAtOnce).Select(w => w.Value).ToList();
            foreach (var alert in batch)
                waiting.Remove((alert.Campaign, alert.Id));
            return batch;
        }
    }

    private void PutBack(List<Alert> batch)
    {
        lock (gate)
        {
            foreach (var alert in batch)
                waiting.TryAdd((alert.Campaign, alert.Id), alert);
        }
    }

    private async Task<IReadOnlyList<Alert>?> SaveAsync(List<Alert> batch)
    {
        try
        {
            return await store.SaveAsync(batch[0].Campaign, batch, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNotSaved(e, batch.Count);
            return null;
        }
    }

    // Told once. Who did not hear finds them where they are kept.
    private async Task TellAsync(IReadOnlyList<Alert> saved)
    {
        try
        {
            await grains.GetGrain<IBoardGrain>(saved[0].Campaign).Alerted([.. saved]).WaitAsync(TellPatience, time);
        }
        catch (Exception e)
        {
            LogNotTold(saved.Count, e.Message);
        }
    }

    [LoggerMessage(910, LogLevel.Warning, "{Alerts} alerts could not be saved; again in a second")]
    private partial void LogNotSaved(Exception e, int alerts);

    [LoggerMessage(911, LogLevel.Warning, "{Alerts} alerts could not be told to the board: {Why}")]
    private partial void LogNotTold(int alerts, string why);
}
