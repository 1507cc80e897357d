using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GridGrains.Testing;

namespace GridGrains.Feed.Tests;

/// <summary>What the wire contract says of the hub, over a real socket. Every fact has places of its own, for the service is the same.</summary>
public sealed class HubTests(Service service) : IClassFixture<Service>
{
    [Fact]
    public async Task Watch_Places_AnswersInTheOrderAskedAndPushesAfterIt()
    {
        service.Grains[Town.North].Set(Town.Alone(Town.North, 7));
        var pushed = new ConcurrentQueue<JsonElement>();
        await using var client = await service.ConnectAsync(configure: c => c.On("snapshot", pushed.Enqueue));

        var answer = await client.WatchAsync(Town.Campaign, "town.north", "town.north.g1");
        service.Grains[Town.North].Tell(Town.Alone(Town.North, 8));
        await Until.TrueAsync(() => !pushed.IsEmpty, "a push");

        Assert.Equal(["town.north", "town.north.g1"], answer.Select(s => s.GetProperty("place").GetString()));
        var first = answer[0];
        Assert.Equal(7, first.GetProperty("version").GetInt64());
        Assert.Equal(70, first.GetProperty("counts").GetProperty("tests.sampled").GetInt64());
        Assert.Equal(1000, first.GetProperty("expected").GetProperty("residents").GetInt64());
        Assert.All(pushed, snapshot => Assert.Equal(8, snapshot.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task WatchTree_Village_AnswersTheTreeAndPushesChangedRows()
    {
        service.Grains[Town.South].Set(new(Town.At(Town.South, 3), [Town.At(Town.South1, 3)]));
        var pushed = new ConcurrentQueue<JsonElement>();
        await using var client = await service.ConnectAsync(configure: c => c.On("tree", pushed.Enqueue));

        var tree = await client.WatchTreeAsync(Town.Campaign, "town.south", 1, "tests.tubes");
        service.Grains[Town.South].Tell(new(Town.At(Town.South, 4), [Town.At(Town.South1, 4)]));
        await Until.TrueAsync(() => !pushed.IsEmpty, "a push");

        Assert.Equal("""{"campaign":"round","root":"town.south","version":3,"counts":["tests.tubes"],"rows":[["town.south",3],["town.south.g1",3]]}""", tree.GetRawText());
        Assert.True(pushed.TryPeek(out var rows));
        Assert.Equal(4, rows.GetProperty("version").GetInt64());
        await client.InvokeAsync("UnwatchTree", Town.Campaign, "town.south");
        await client.UnwatchAsync(Town.Campaign, "town.south", "nowhere", "no place");
    }

    [Fact]
    public async Task Report_ToALeaf_AnswersTheReceipt()
    {
        await using var client = await service.ConnectAsync(service.Token("reporter"));
        var id = Guid.NewGuid();

        var receipt = await client.ReportAsync(Town.Campaign, "town.north.g2", ReportOf(id, 10));

        Assert.Equal(
            $$"""{"reportId":"{{id}}","place":"town.north.g2","sequence":1,"status":"recorded","applied":1,"superseded":0}""", receipt.GetRawText());
    }

    [Theory]
    [InlineData("not-found", "Watch", """["round",["town.nowhere"]]""")]
    [InlineData("not-found", "Watch", """["another",["town"]]""")]
    [InlineData("forbidden", "Watch", """["round",["elsewhere"]]""")]
    [InlineData("forbidden", "Watch", """["round",["town","elsewhere.too"]]""")]
    [InlineData("forbidden", "Watch", """["another",["elsewhere"]]""")]
    [InlineData("invalid", "Watch", """["round",["town","town","town","town","town"]]""")]
    [InlineData("malformed", "Watch", """["round"]""")]
    [InlineData("malformed", "Watch", """["round","town"]""")]
    [InlineData("malformed", "Watch", """["round",null]""")]
    [InlineData("malformed", "Watch", """["round",[null]]""")]
    [InlineData("malformed", "Watch", """[null,["town"]]""")]
    [InlineData("malformed", "Watch", """[5,["town"]]""")]
    [InlineData("malformed", "Unwatch", """["round",null]""")]
    [InlineData("malformed", "Notify", """["round"]""")]
    [InlineData("forbidden", "WatchTree", """["round","elsewhere",["tests.tubes"],1]""")]
    [InlineData("not-found", "WatchTree", """["round","town.x",["tests.tubes"],1]""")]
    [InlineData("invalid", "WatchTree", """["round","town",["tests.nonsense"],1]""")]
    [InlineData("invalid", "WatchTree", """["round","town",[],1]""")]
    [InlineData("invalid", "WatchTree", """["round","town",["tests.tubes"],-1]""")]
    [InlineData("invalid", "WatchTree", """["round","town",["tests.tubes"],10]""")]
    [InlineData("invalid", "WatchTree", """["round","town",["tests.tubes"],2]""")]
    [InlineData("malformed", "WatchTree", """["round","town",["tests.tubes"],"1"]""")]
    [InlineData("forbidden", "Report", """["round","town.north.g1",{"reportId":"11111111-1111-1111-1111-111111111111","observations":[]}]""")]
    public async Task Call_ThatMayNotBe_AnswersTheProblemAsJsonAndNothingElse(string code, string method, string arguments)
    {
        await using var client = await service.ConnectAsync();

        var refused = await Assert.ThrowsAsync<HubRefusedException>(
            () => client.InvokeAsync(method, [.. JsonSerializer.Deserialize<object[]>(arguments)!]));

        Assert.Equal(code, refused.Code);
        Assert.Equal($"urn:gridgrains:{code}", refused.Problem.GetProperty("type").GetString());
        Assert.NotEmpty(refused.Problem.GetProperty("detail").GetString()!);
    }

    [Theory]
    [InlineData("invalid", "town.north", """{"reportId":"11111111-1111-1111-1111-111111111111","observations":[]}""")]
    [InlineData("malformed", "town.north.g1", """{"reportId":"11111111-1111-1111-1111-111111111111","observations":[],"more":1}""")]
    [InlineData("malformed", "town.north.g1", """{"reportId":"11111111-1111-1111-1111-111111111111","observations":[],"observations":[]}""")]
    [InlineData("malformed", "town.north.g1", "null")]
    [InlineData("malformed", "town.north.g1", "[]")]
    [InlineData("invalid", "town.north.g1", """{"reportId":"11111111-1111-1111-1111-111111111111","observations":[{"series":"tests.sampled","subject":"T1","value":-1,"at":"2022-10-06T09:12:31Z"}]}""")]
    [InlineData("not-found", "town.nowhere", """{"reportId":"11111111-1111-1111-1111-111111111111","observations":[]}""")]
    public async Task Report_ThatMayNotBe_IsRefusedAsOverRest(string code, string place, string report)
    {
        await using var client = await service.ConnectAsync(service.Token("reporter"));
        using var body = JsonDocument.Parse(report);

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => client.ReportAsync(Town.Campaign, place, body.RootElement));

        Assert.Equal(code, refused.Code);
    }

    [Fact]
    public async Task Report_OfMoreThanTheLargestBody_IsTooLargeAndTheConnectionStays()
    {
        await using var client = await service.ConnectAsync(service.Token("reporter"));

        var refused = await Assert.ThrowsAsync<HubRefusedException>(
            () => client.ReportAsync(Town.Campaign, "town.north.g1", new { reportId = Guid.NewGuid(), more = new string('x', 257 * 1024) }));

        Assert.Equal("too-large", refused.Code);
        await client.WatchAsync(Town.Campaign, "town");
    }

    [Fact]
    public async Task Message_OverTheLimit_ClosesTheConnection()
    {
        await using var client = await service.ConnectAsync();

        await client.SendBytesAsync(Encoding.UTF8.GetBytes(new string('x', 600 * 1024)), TestContext.Current.CancellationToken);

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task Connect_WithoutAGoodToken_Is401(string? token)
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(
            service.Address, token, cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ByAPageOfAnotherOrigin_Is403()
    {
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => service.ConnectAsync(origin: "https://evil.example"));

        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ByItsOwnPageOrAnAllowedOne_Connects()
    {
        await using var own = await service.ConnectAsync(origin: service.Address.GetLeftPart(UriPartial.Authority));
        await using var allowed = await service.ConnectAsync(origin: Service.FriendlyOrigin);
    }

    [Fact]
    public async Task Connection_WhoseTokenExpires_IsClosed()
    {
        await using var client = await service.ConnectAsync(service.Token(ttl: TimeSpan.FromSeconds(3)));
        await client.WatchAsync(Town.Campaign, "town");

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Reconnected_Client_GetsTheNewest()
    {
        var versions = new ConcurrentQueue<long>();
        var steady = new SteadyHubClient(
            _ => service.ConnectAsync(configure: c => c.On("snapshot", snapshot => versions.Enqueue(Version(snapshot)))),
            async client => versions.Enqueue(Version((await client.WatchAsync(Town.Campaign, "town.south.g1"))[0])));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var running = steady.RunAsync(ending.Token);
        await Until.TrueAsync(() => steady.Current is not null, "the first connection");

        steady.Current!.Abort();
        service.Grains[Town.South1].Tell(Town.Alone(Town.South1, 5));
        await Until.TrueAsync(() => versions.LastOrDefault() == 5, "the newest version");
        await Until.TrueAsync(() => steady is { Connections: 2, Current: not null }, "the second connection");
        service.Grains[Town.South1].Tell(Town.Alone(Town.South1, 6));
        await Until.TrueAsync(() => versions.LastOrDefault() == 6, "pushes on the second connection");

        Assert.Equal(versions.Order(), versions);
        await ending.CancelAsync();
        await running;
    }

    [Fact]
    public async Task ManyClients_OfOnePlace_AllGetTheNewestAndNoneSeesAVersionFall()
    {
        var place = PlaceId.Parse("town.desk");
        var seen = Enumerable.Range(0, 50).Select(_ => new ConcurrentQueue<long>()).ToArray();
        var clients = await Task.WhenAll(seen.Select(async versions =>
        {
            var client = await service.ConnectAsync(configure: c => c.On("snapshot", snapshot => versions.Enqueue(Version(snapshot))));
            versions.Enqueue(Version((await client.WatchAsync(Town.Campaign, place.Value))[0]));
            return client;
        }));

        for (var version = 1; version <= 300; version++)
        {
            service.Grains[place].Tell(Town.Alone(place, version));
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        await Until.TrueAsync(() => seen.All(versions => versions.Last() == 300), "the newest version everywhere");

        Assert.All(seen, versions => Assert.Equal(versions.Order(), versions));
        Assert.All(seen, versions => Assert.InRange(versions.Count, 3, 200));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    private static long Version(JsonElement snapshot) => snapshot.GetProperty("version").GetInt64();

    private static object ReportOf(Guid id, int value) => new
    {
        reportId = id,
        observations = new[] { new { series = "tests.sampled", subject = "T0001", value, at = "2022-10-06T09:12:31Z" } },
    };
}
