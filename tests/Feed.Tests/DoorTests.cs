using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace GridGrains.Feed.Tests;

/// <summary>How connections of the hub begin and end.</summary>
public sealed class DoorTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Negotiate_OffersTheWebSocketAlone()
    {
        await using var service = await StartAsync([]);
        using var http = new HttpClient { BaseAddress = service.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", service.Token());

        using var answer = await http.PostAsync(new Uri("/hub/negotiate?negotiateVersion=1", UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var offer = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("WebSockets", Assert.Single(offer.RootElement.GetProperty("availableTransports").EnumerateArray()).GetProperty("transport").GetString());
        Assert.NotEmpty(offer.RootElement.GetProperty("connectionToken").GetString()!);
    }

    [Fact]
    public async Task Negotiate_WithoutAToken_Is401()
    {
        await using var service = await StartAsync([]);
        using var http = new HttpClient { BaseAddress = service.Address };

        using var answer = await http.PostAsync(new Uri("/hub/negotiate", UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Connect_WhereThereIsNoRoom_IsToldToComeBackAndThereIsRoomWhenOneLeaves()
    {
        await using var service = await StartAsync(new() { ["Feed:MaxConnections"] = "1" });
        var first = await service.ConnectAsync();

        var refused = await Assert.ThrowsAsync<WebSocketException>(() => service.ConnectAsync());
        Assert.Contains("429", refused.Message, StringComparison.Ordinal);
        await first.DisposeAsync();
        await Until.TrueAsync(() => service.Connections == 0, "the first connection to end");

        await using var second = await service.ConnectAsync();
    }

    [Fact]
    public async Task Stop_TellsClientsThatTheyMayComeBack()
    {
        await using var service = await StartAsync([]);
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{service.Address.Authority}/hub?access_token={service.Token()}"), Cancellation);
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var (said, buffer) = (new StringBuilder(), new byte[1024]);
        await ReadAsync();

        var stopping = service.StopAsync();
        while (client.State == WebSocketState.Open)
            await ReadAsync();
        await client.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Cancellation);
        await stopping;

        Assert.Contains("\"type\":7", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"allowReconnect\":true", said.ToString(), StringComparison.Ordinal);

        async Task ReadAsync()
        {
            var read = await client.ReceiveAsync(buffer, Cancellation);
            said.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }
    }

    [Fact]
    public async Task SilentClient_IsPingedAndThenGivenUp()
    {
        await using var service = await StartAsync([], services => services.Configure<HubOptions>(hub =>
            (hub.KeepAliveInterval, hub.ClientTimeoutInterval) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4))));
        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri($"ws://{service.Address.Authority}/hub?access_token={service.Token()}"), Cancellation);
        await client.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        // Only of a client that has pinged once is it known that it does.
        await client.SendAsync("{\"type\":6}\u001e"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        var (said, buffer) = (new StringBuilder(), new byte[1024]);

        while (client.State == WebSocketState.Open)
        {
            var read = await client.ReceiveAsync(buffer, Cancellation).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancellation);
            said.Append(Encoding.UTF8.GetString(buffer, 0, read.Count));
        }

        Assert.Contains("{\"type\":6}", said.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StalledClient_OnARealSocket_IsCutWhileTheOthersGetTheNewest()
    {
        await using var service = await StartAsync(new() { ["Feed:StallLimit"] = "00:00:01", ["Feed:SnapshotInterval"] = "00:00:00.010" });
        long version = 0, seen = 0;
        await using var healthy = await service.ConnectAsync(configure: client => client.On("snapshot", s => seen = s.GetProperty("version").GetInt64()));
        await healthy.WatchAsync(Town.Campaign, "town");
        using var stalled = await RawClient.ConnectAsync(service, isFarAway: true);
        await stalled.SendTextAsync(RawClient.Handshake);
        await stalled.SendTextAsync(RawClient.WatchRoot);
        await Until.TrueAsync(() => service.Connections == 2, "both connections");

        // It is alive and says so; it only does not read.
        await Until.TrueAsync(
            () =>
            {
                service.Grains[Town.Root].Tell(Town.Alone(Town.Root, ++version));
                return service.Connections == 1;
            },
            "the stalled client to be cut");

        await Until.TrueAsync(() => Volatile.Read(ref seen) == version, "the newest version at the other");
        await healthy.WatchAsync(Town.Campaign, "town");
    }

    [Fact]
    public async Task HastyClient_ThatDoesNotWaitForTheUpgrade_HasItAnsweredFirst()
    {
        await using var service = await StartAsync([]);
        using var client = await RawClient.ConnectAsync(service, saidBefore: RawClient.Handshake);

        Assert.Equal((RawClient.Text, "{}\u001e"), await client.ReceiveAsync());
    }

    [Fact]
    public async Task PingOfTheWebSocket_WhileSnapshotsArePushed_IsAnsweredBetweenThem()
    {
        await using var service = await StartAsync(new() { ["Feed:SnapshotInterval"] = "00:00:00.010" });
        using var client = await RawClient.ConnectAsync(service);
        await client.SendTextAsync(RawClient.Handshake);
        await client.SendTextAsync(RawClient.WatchRoot);
        var (pongs, version) = (0, 0);

        while (pongs < 20)
        {
            service.Grains[Town.Root].Tell(Town.Alone(Town.Root, ++version));
            await client.SendAsync(RawClient.Ping, $"{version}");
            var (kind, text) = await client.ReceiveAsync();
            if (kind == RawClient.Pong)
                Assert.Equal($"{++pongs}", text);
            else
                Assert.EndsWith("\u001e", text, StringComparison.Ordinal);
        }
    }

    private static async Task<Service> StartAsync(Dictionary<string, string?> settings, Action<IServiceCollection>? configure = null)
    {
        var service = new Service { Settings = settings, Configure = configure ?? (static _ => { }) };
        await service.InitializeAsync();
        return service;
    }
}
