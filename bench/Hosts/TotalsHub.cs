using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Hosts;

/// <summary>
/// What a peer puts on top to show totals: a plain SignalR hub with a group for each place, which is sent the place's total when that has changed, ten times a second at most,
/// as GridGrains does. On a port of its own, in the peer's process.
/// </summary>
internal static class TotalsHub
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    /// <summary>Starts it and prints its address.</summary>
    /// <param name="totals">The newest totals of places.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<IAsyncDisposable> StartAsync(Func<IReadOnlyList<string>, Task<long[]>> totals, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR();
        var app = builder.Build();
        app.MapHub<WatchedHub>("/hub");
        await app.StartAsync(cancellation);
        Console.WriteLine(app.Urls.First());
        _ = PushAsync(app.Services.GetRequiredService<IHubContext<WatchedHub>>(), totals, app.Lifetime.ApplicationStopping);
        return app;
    }

    private static async Task PushAsync(IHubContext<WatchedHub> hub, Func<IReadOnlyList<string>, Task<long[]>> totals, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Pace);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            string[] places = [.. WatchedHub.Shown.Keys];
            if (places.Length == 0)
                continue;
            var values = await totals(places);
            var changed = places.Zip(values).Where(p => WatchedHub.Shown[p.First] != p.Second).ToList();
            await Task.WhenAll(changed.Select(p => hub.Clients.Group(p.First).SendAsync("snapshot", Shape(p.First, p.Second), stopping)));
            foreach (var (place, total) in changed)
                WatchedHub.Shown[place] = total;
        }
    }

    private static Dictionary<string, object> Shape(string place, long total) =>
        new() { ["place"] = place, ["counts"] = new Dictionary<string, long> { ["tests.sampled"] = total } };

    private sealed class WatchedHub : Hub
    {
        /// <summary>Places that are watched, and what was last sent of each.</summary>
        public static ConcurrentDictionary<string, long> Shown { get; } = new();

        public async Task<string> Watch(string campaign, string[] places)
        {
            foreach (var place in places)
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, place);
                Shown.TryAdd(place, 0);
            }
            return $"watching {places.Length} places of {campaign}";
        }
    }
}
