using System.Collections.Concurrent;
using System.Net.Http.Json;

namespace GridGrains.EndToEnd.Tests;

public sealed class WatchTests : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";
    private const string Grid = "enping.shengtang.v01.g01";
    private readonly ConcurrentQueue<long> versions = new();
    private Home home = null!;
    private HttpClient phone = null!;
    private int tubes;

    public async ValueTask InitializeAsync()
    {
        home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        phone = home.Client("reporter", Town);
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await home.DisposeAsync();
    }

    [Fact]
    public async Task Watch_ConnectedLate_HasThePresentSnapshotFirstAndThenEveryNewerOne()
    {
        await ReportAsync(3);
        await using var wall = await ConnectAsync(Cancellation);
        var first = (await wall.InvokeAsync("Watch", Campaign, new[] { Town }))[0];
        Assert.Equal(3, first.GetProperty("version").GetInt64());
        versions.Enqueue(3);

        await ReportAsync(2);
        await Wait.UntilAsync("the wall has the fifth report", () => versions.Contains(5));
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task Watch_ConnectionLostAndBack_HasTheNewestAndNeverAnOlderOne()
    {
        await ReportAsync(1);
        using var closing = new CancellationTokenSource();
        var wall = new SteadyHubClient(ConnectAsync, async client =>
            versions.Enqueue((await client.InvokeAsync("Watch", Campaign, new[] { Town }))[0].GetProperty("version").GetInt64()));
        var watching = wall.RunAsync(closing.Token);
        await Wait.UntilAsync("the wall watches", () => wall.Current is not null);

        wall.Current!.Abort();
        await ReportAsync(4);
        await Wait.UntilAsync("the wall is back with the newest", () => wall.Connections == 2 && versions.Contains(5));

        await home.Service.KillAsync();
        await home.ServeAsync("--empty");
        await ReportAsync(1);
        await Wait.UntilAsync("the wall is back after the service was", () => versions.Contains(6));
        Assert.Equal(versions.Order(), versions);
        await closing.CancelAsync();
        await watching;
    }

    private Task<HubClient> ConnectAsync(CancellationToken cancellation) => home.HubAsync(
        "viewer", Town, client => client.On("snapshot", s => versions.Enqueue(s.GetProperty("version").GetInt64())), cancellation);

    private async Task ReportAsync(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var answer = await phone.PostAsJsonAsync($"api/campaigns/{Campaign}/places/{Grid}/reports", Reports.Sampled($"T{tubes++}", 5), Cancellation);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        }
        using var api = home.Api("enping");
        await Wait.UntilAsync("the town has the reports", async () => (await api.SnapshotAsync(Campaign, Town, Cancellation)).Version == tubes);
    }
}
