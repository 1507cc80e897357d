using System.Globalization;
using System.Net.WebSockets;
using GridGrains.Testing;

namespace GridGrains.Gateway.Tests;

/// <summary>What one token may ask, and that others do not notice how much more it wants.</summary>
public sealed class LimitTests
{
    private const string Address = $"/api/campaigns/{Town.Round}/places/{Town.Grid}/reports";
    private const string Bulk = $"/api/campaigns/{Town.Round}/reports";

    [Fact]
    public async Task OneTokensFlood_IsToldToSlowDownWhileTheOthersAreServed()
    {
        await using var gateway = await StartAsync(("Gateway:SharedReportsPerSecond", "20"));
        var flooder = Token("flooder");
        (await ReportAsync(gateway, Token("phone"))).IsOk();
        var flood = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ReportAsync(gateway, flooder)));
        var phones = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => ReportAsync(gateway, Token($"phone-{i}"))));

        Assert.All(phones, answer => answer.IsOk());
        var refused = flood.Where(a => a.Status != 200).ToArray();
        Assert.InRange(refused.Length, 1, 199);
        Assert.All(refused, IsToldToSlowDown);
    }

    [Fact]
    public async Task ATokenThatReportsAlone_MaySendAsItCan()
    {
        await using var gateway = await StartAsync(("Gateway:SharedReportsPerSecond", "1"));
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ReportAsync(gateway, Token("play", "steward")))), a => a.IsOk());
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => ReportAsync(gateway, Token("phone")))), a => a.IsOk());
    }

    [Fact]
    public async Task AToken_HasALimitEvenAlone()
    {
        await using var gateway = await StartAsync(("Gateway:ReportsPerSecond", "5"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ReportAsync(gateway, Token("phone"))));
        Assert.All(answers.Where(a => a.Status != 200), IsToldToSlowDown);
        Assert.Contains(answers, a => a.Status == 429);
    }

    [Fact]
    public async Task ABulkCall_CountsItsReportsOneByOne()
    {
        await using var gateway = await StartAsync(("Gateway:ReportsPerSecond", "10"));
        var items = Enumerable.Range(0, 100).Select(_ => $$"""{ "place": "{{Town.Grid}}", "reportId": "{{Guid.NewGuid()}}", "observations": [] }""");
        (await SendAsync(gateway, Bulk, Token("phone"), $"[{string.Join(',', items)}]")).IsOk();
        var next = await ReportAsync(gateway, Token("phone"));
        IsToldToSlowDown(next);
        Assert.InRange(int.Parse(next.Headers["Retry-After"], CultureInfo.InvariantCulture), 5, 10);
    }

    [Fact]
    public async Task OtherRequests_HaveALimitOfTheirOwn()
    {
        await using var gateway = await StartAsync(("Gateway:RequestsPerSecond", "3"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => gateway.SendAsync(HttpMethod.Get, "/api/catalogue", Token("wall", "viewer"))));
        Assert.InRange(answers.Count(a => a.Status == 200), 3, 29);
        Assert.All(answers.Where(a => a.Status != 200), IsToldToSlowDown);
        (await ReportAsync(gateway, Token("wall", "reporter"))).IsOk();
        (await gateway.SendAsync(HttpMethod.Get, "/api/catalogue", Token("another", "viewer"))).IsOk();
    }

    [Fact]
    public async Task APlace_TakesSoManyReportsAndTheOthersTheirs()
    {
        await using var gateway = await StartAsync(("Gateway:PlaceReportsPerSecond", "5"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ReportAsync(gateway, Token($"phone-{i}"))));
        Assert.All(answers.Where(a => a.Status != 200), IsToldToSlowDown);
        Assert.Contains(answers, a => a.Status == 429);
        (await SendAsync(gateway, Address.Replace(Town.Grid, Town.OtherGrid, StringComparison.Ordinal), Token("phone-1"), GatewayFacts.Report())).IsOk();
    }

    [Fact]
    public async Task TheHub_CountsCallsOfAConnectionAndReportsOfAToken()
    {
        await using var gateway = await StartAsync(("Feed:CallsPerSecond", "20"), ("Gateway:ReportsPerSecond", "1"));
        await using var hub = await ConnectAsync(gateway, Token("phone"));
        var refused = await RefusalAsync(50, () => hub.ReportAsync(Town.Round, Town.Grid, new { reportId = Guid.NewGuid(), observations = Array.Empty<object>() }));
        Assert.Equal((429, "slow-down"), (refused.Problem.GetProperty("status").GetInt32(), refused.Code));
        Assert.InRange(refused.Problem.GetProperty("retryAfter").GetInt32(), 1, 2);
        IsToldToSlowDown(await ReportAsync(gateway, Token("phone")));

        await using var other = await ConnectAsync(gateway, Token("another", "viewer"));
        Assert.Equal("slow-down", (await RefusalAsync(200, () => other.UnwatchAsync(Town.Round, Town.Grid))).Code);
    }

    [Fact]
    public async Task AToken_HasSoManyConnections()
    {
        await using var gateway = await StartAsync(("Feed:ConnectionsPerToken", "1"));
        var first = await ConnectAsync(gateway, Token("wall"));
        Assert.Contains("429", (await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(gateway, Token("wall")))).Message, StringComparison.Ordinal);
        await using var another = await ConnectAsync(gateway, Token("another"));
        await first.DisposeAsync();
        HubClient? again = null;
        var begun = TimeProvider.System.GetTimestamp();
        while (again is null)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "waited 30 s for the room of a connection that has ended");
            try
            {
                again = await ConnectAsync(gateway, Token("wall"));
            }
            catch (WebSocketException)
            {
                // The service has not seen the end of the first yet.
            }
        }
        await again.DisposeAsync();
    }

    // The same token for the same id: a token without an id of its own is told apart by its bytes.
    private static string Token(string id, string role = "reporter") => TestGateway.Token(role, Town.Root, t => t.Claims["jti"] = id);

    private static Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) =>
        TestGateway.StartAsync([("Gateway:SlowDownDelay", "00:00:00.010"), .. settings]);

    private static Task<HubClient> ConnectAsync(TestGateway gateway, string token) =>
        HubClient.ConnectAsync(gateway.Http.BaseAddress!, token, cancellation: TestContext.Current.CancellationToken);

    private static Task<Answer> ReportAsync(TestGateway gateway, string token) => SendAsync(gateway, Address, token, GatewayFacts.Report());

    private static async Task<Answer> SendAsync(TestGateway gateway, string address, string token, string json)
    {
        using var body = TestGateway.Json(json);
        return await gateway.SendAsync(HttpMethod.Post, address, token, body);
    }

    private static async Task<HubRefusedException> RefusalAsync(int within, Func<Task> call)
    {
        for (var i = 0; i < within; i++)
        {
            try
            {
                await call();
            }
            catch (HubRefusedException refused)
            {
                return refused;
            }
        }
        throw new InvalidOperationException($"none of {within} calls was refused");
    }

    private static void IsToldToSlowDown(Answer answer)
    {
        answer.IsProblem(429, "slow-down");
        Assert.InRange(int.Parse(answer.Headers["Retry-After"], CultureInfo.InvariantCulture), 1, 10);
    }
}
