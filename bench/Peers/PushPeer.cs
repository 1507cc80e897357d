using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Peers;

/// <summary>
/// Services that only push: at each beat a snapshot of each place to every client that watches it. <c>raw</c> is a WebSocket on the same
/// web server, written to with prepared bytes; whoever has not taken the last snapshot is passed over. <c>group</c> is a hub that awaits
/// <c>Clients.Group(place).SendAsync(snapshot)</c> per change, as most would write it.
/// </summary>
internal static class PushPeer
{
    public static async Task<int> RunAsync(string kind, string snapshotFile, int places, bool eachWatchesAll, TimeSpan interval, CancellationToken cancellation)
    {
        var snapshot = await File.ReadAllTextAsync(snapshotFile, cancellation);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR(hub => hub.MaximumReceiveMessageSize = 512 * 1024);
        await using var app = builder.Build();
        Func<Task> beat;
        if (kind == "raw")
        {
            var raw = new RawClients(snapshot, places, eachWatchesAll);
            app.UseWebSockets();
            app.Map("/hub", (RequestDelegate)raw.AcceptAsync);
            beat = raw.PushAsync;
        }
        else
        {
            app.MapHub<GroupHub>("/hub");
            using var parsed = JsonDocument.Parse(snapshot);
            var value = parsed.RootElement.Clone();
            var context = app.Services.GetRequiredService<IHubContext<GroupHub>>();
            beat = () => Task.WhenAll(GroupHub.Places.Keys.Select(place => context.Clients.Group(place).SendAsync("snapshot", value, cancellation)));
        }
        await app.StartAsync(cancellation);
        Console.WriteLine(app.Urls.First());
        using var timer = new PeriodicTimer(interval);
        while (await timer.WaitForNextTickAsync(cancellation))
            await beat();
        return 0;
    }

    private sealed class RawClients(string snapshot, int places, bool eachWatchesAll)
    {
        private readonly byte[] message = [.. Encoding.UTF8.GetBytes($$"""{"type":1,"target":"snapshot","arguments":[{{snapshot}}]}"""), 0x1e];
        private readonly ConcurrentBag<Client> clients = [];
        private int count;

        public async Task AcceptAsync(HttpContext http)
        {
            using var socket = await http.WebSockets.AcceptWebSocketAsync();
            clients.Add(new Client(socket, Interlocked.Increment(ref count) % places));
            var buffer = new byte[512];
            while (socket.State == WebSocketState.Open)
                await socket.ReceiveAsync(buffer, http.RequestAborted);
        }

        public Task PushAsync()
        {
            for (var place = 0; place < places; place++)
            {
                foreach (var client in clients)
                {
                    if (eachWatchesAll || client.Place == place)
                        client.Push(message);
                }
            }
            return Task.CompletedTask;
        }
    }

    private sealed class Client(WebSocket socket, int place)
    {
        private Task sending = Task.CompletedTask;

        public int Place { get; } = place;

        public void Push(byte[] message)
        {
            if (!sending.IsCompleted || socket.State != WebSocketState.Open)
                return;
            sending = socket.SendAsync(message.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask();
        }
    }

    private sealed class GroupHub : Hub
    {
        public static ConcurrentDictionary<string, bool> Places { get; } = new();

        public async Task<string> Watch(string campaign, string[] places)
        {
            foreach (var place in places)
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, place);
                Places[place] = true;
            }
            return $"watching {places.Length} places of {campaign}";
        }
    }
}
