using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace GridGrains.Client;

/// <summary>Keeps a watch of places: one connection after another, and of each place the newest snapshot until it is taken.</summary>
internal sealed class Watch(GridGrainsClient client, string campaign, IReadOnlyList<string> places)
{
    private readonly Dictionary<string, Snapshot> newest = [];
    private readonly Dictionary<string, long> taken = [];

    // Full means that somebody will look; what there is stands in the dictionary.
    private readonly Channel<bool> signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public async IAsyncEnumerable<Snapshot> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var keeping = KeepAsync(ending.Token);
        try
        {
            await foreach (var _ in signal.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                foreach (var snapshot in TakeAll())
                    yield return snapshot;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
        }
    }

    private async Task KeepAsync(CancellationToken cancellation)
    {
        var pauses = new Pauses(client.Time);
        Exception? fault = null;
        while (!cancellation.IsCancellationRequested && fault is null)
        {
            try
            {
                await using var connection = await HubConnection.OpenAsync(await client.HubAddressAsync(cancellation).ConfigureAwait(false), client.Time, cancellation).ConfigureAwait(false);
                await connection.InvokeAsync("Watch", [campaign, places], cancellation).ConfigureAwait(false);
                await foreach (var message in connection.ReadAsync(cancellation).ConfigureAwait(false))
                {
                    if (Snapshots(message) is { Length: > 0 } snapshots)
                    {
                        Put(snapshots);
                        pauses.Reset();
                    }
                }
            }
            catch (RefusedException refused) when (refused.Problem is { IsPassing: false, Status: not 401 })
            {
                fault = refused;
            }
            catch (Exception e) when (e is WebSocketException or IOException or RefusedException or HttpRequestException or OperationCanceledException or JsonException)
            {
                // Whatever ended it, the next attempt follows.
            }
            if (fault is null)
                await pauses.NextAsync(null, cancellation).ConfigureAwait(false);
        }
        signal.Writer.TryComplete(fault);
    }

    // The answer to Watch, or a push.
    private static Snapshot[] Snapshots(JsonElement message)
    {
        if (message.TryGetProperty("result", out var result))
            return result.Deserialize<Snapshot[]>(GridGrainsClient.Json) ?? [];
        return message.TryGetProperty("target", out var target) && target.GetString() == "snapshot"
            ? [message.GetProperty("arguments")[0].Deserialize<Snapshot>(GridGrainsClient.Json)!]
            : [];
    }

    private void Put(Snapshot[] snapshots)
    {
        lock (newest)
        {
            foreach (var snapshot in snapshots)
            {
                if (snapshot.Version >= taken.GetValueOrDefault(snapshot.Place))
                    newest[snapshot.Place] = snapshot;
            }
        }
        signal.Writer.TryWrite(true);
    }

    private List<Snapshot> TakeAll()
    {
        lock (newest)
        {
            var all = newest.Values.ToList();
            foreach (var snapshot in all)
                taken[snapshot.Place] = snapshot.Version;
            newest.Clear();
            return all;
        }
    }
}
