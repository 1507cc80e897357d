using System.Net.WebSockets;

namespace GridGrains.Testing;

/// <summary>Keeps a connection to the hub as a wall does: reconnects for ever, with growing pauses that are never in step, and asks anew each time.</summary>
/// <param name="connect">Makes a connection.</param>
/// <param name="connected">Called on each new connection; watches what is to be watched.</param>
/// <param name="time">The clock of the pauses.</param>
public sealed class SteadyHubClient(
    Func<CancellationToken, Task<HubClient>> connect, Func<HubClient, Task> connected, TimeProvider? time = null)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private volatile HubClient? current;

    /// <summary>How often it has connected.</summary>
    public int Connections { get; private set; }

    /// <summary>The connection there is now, if any.</summary>
    public HubClient? Current => current;

    /// <summary>Runs until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = ShortestPause;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await using var client = await connect(cancellation);
                Connections++;
                await connected(client);
                current = client;
                pause = ShortestPause;
                await client.Closed.WaitAsync(cancellation);
            }
            catch (Exception e) when (e is WebSocketException or IOException or HubRefusedException or OperationCanceledException)
            {
                // Whatever ended it, the next attempt follows.
            }
            current = null;
            var wait = pause * (0.5 + (Random.Shared.NextDouble() / 2));
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            await Task.Delay(wait, time ?? TimeProvider.System, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
