using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace GridGrains.EndToEnd.Tests;

public sealed class EmergencyTests(Databases databases)
{
    private const string Town = "enping.shengtang";
    private const string Desk = "enping.shengtang.desk";
    private const string Emergency = "api/campaigns/outbreak-1/emergency";

    private static readonly string[] Ticked = ["beds", "gates", "checkpoints", "kits", "announcement", "hospital"];

    private readonly ConcurrentQueue<JsonElement> alerts = new();
    private readonly ConcurrentQueue<JsonElement> notices = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Emergency_ServiceKilledInTheMiddle_ItsClockGoesOnAndNothingIsRaisedTwice(Keeper keeper)
    {
        await using var home = await Home.NewAsync(keeper, databases);
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        using var steward = home.Client("steward", Town);
        await ReportAsync(steward, "shengtang-test", "enping.shengtang.v01.g01", new { series = "tests.sampled", subject = "T1", value = 9, at = "2022-10-06T09:12:31Z" });
        var real = await SnapshotAsync(steward, "shengtang-test", version: 1);

        // The muster was due a minute ago, and all else is due later than this lasts.
        var opensAt = TimeProvider.System.GetUtcNow().AddMinutes(-31).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var activation = new { root = Town, opensAt, emergency = new { plan = "outbreak" } };
        var activated = await SendAsync(steward, HttpMethod.Put, "api/campaigns/outbreak-1", activation);
        Assert.Equal(opensAt, activated.GetProperty("emergency").GetProperty("activatedAt").GetString());
        var notice = Assert.Single((await GetAsync(steward, $"api/campaigns/outbreak-1/places/{Town}/notices")).EnumerateArray()).GetRawText();
        await ReportAsync(steward, "outbreak-1", Desk, [.. Badges("muster.called", 5), .. Badges("muster.present", 3)]);
        await Wait.UntilAsync("the muster's task is late", async () => (await StandingAsync(steward)).Any(a => a.Subject == "muster"));
        var raised = await StandingAsync(steward);
        var ticked = await TickAndKillAsync(home, steward);

        await home.ServeAsync("--empty");
        await using var wall = await WatchAsync(home);
        var after = await GetAsync(steward, Emergency);
        Assert.Equal((opensAt, "late"), (Text(after, "activatedAt"), Text(TaskOf(after, "muster"), "state")));
        Assert.All(ticked, task => Assert.Equal(task.Value, Text(TaskOf(after, task.Key), "doneAt")));
        Assert.Equal(raised, await StandingAsync(steward));
        Assert.Equal(activated.GetRawText(), (await SendAsync(steward, HttpMethod.Put, "api/campaigns/outbreak-1", activation)).GetRawText());

        // What is told last comes after all that would have been told twice.
        await ReportAsync(steward, "outbreak-1", Desk, Badges("muster.present", 5));
        await Wait.UntilAsync("the end of the muster's alert is on the wall", () => alerts.Any(a => Text(a, "clearedAt") is not null));
        Assert.Equal(raised[0].Id, Text(Assert.Single(alerts), "id"));
        Assert.Empty(notices);
        Assert.Equal([notice], (await GetAsync(steward, $"api/campaigns/outbreak-1/places/{Town}/notices")).EnumerateArray().Select(n => n.GetRawText()));
        Assert.Equal("count", Text(TaskOf(await GetAsync(steward, Emergency), "muster"), "by"));
        Assert.Equal(real, await SnapshotAsync(steward, "shengtang-test", version: 1));
    }

    private static async Task<Dictionary<string, string?>> TickAndKillAsync(Home home, HttpClient steward)
    {
        var done = new ConcurrentDictionary<string, string?>();
        var ticking = Ticked.Select(async task =>
        {
            try
            {
                done[task] = Text(await SendAsync(steward, HttpMethod.Post, $"{Emergency}/tasks/{task}/done"), "doneAt");
            }
            catch (HttpRequestException)
            {
                // Killed before it was answered: it may be done or not.
            }
        }).ToArray();
        await Wait.UntilAsync("a task is done", () => !done.IsEmpty);
        await home.Service.KillAsync();
        await Task.WhenAll(ticking);
        return done.ToDictionary();
    }

    private async Task<HubClient> WatchAsync(Home home)
    {
        var wall = await home.HubAsync(
            "viewer",
            Town,
            client =>
            {
                client.On("alert", alerts.Enqueue);
                client.On("notice", notices.Enqueue);
            },
            Cancellation);
        await wall.WatchAsync("outbreak-1", Town);
        return wall;
    }

    private static async Task<(string? Id, string? Subject)[]> StandingAsync(HttpClient client) =>
        [.. (await GetAsync(client, $"api/campaigns/outbreak-1/places/{Town}/alerts")).EnumerateArray().Select(a => (Text(a, "id"), Text(a, "subject")))];

    private static async Task<string> SnapshotAsync(HttpClient client, string campaign, long version)
    {
        var snapshot = default(JsonElement);
        await Wait.UntilAsync($"{campaign} has version {version}", async () =>
            (snapshot = await GetAsync(client, $"api/campaigns/{campaign}/places/{Town}")).GetProperty("version").GetInt64() == version);
        return $"{snapshot.GetProperty("counts")} {snapshot.GetProperty("alerts")}";
    }

    private static object[] Badges(string series, int count) =>
        [.. Enumerable.Range(0, count).Select(n => (object)new { series, subject = $"b{n}", value = 1, at = TimeProvider.System.GetUtcNow().UtcDateTime })];

    private static async Task ReportAsync(HttpClient client, string campaign, string place, params object[] observations) =>
        await SendAsync(client, HttpMethod.Post, $"api/campaigns/{campaign}/places/{place}/reports", Reports.Report(observations));

    private static Task<JsonElement> GetAsync(HttpClient client, string path) => SendAsync(client, HttpMethod.Get, path);

    private static async Task<JsonElement> SendAsync(HttpClient client, HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
    }

    private static JsonElement TaskOf(JsonElement emergency, string code) =>
        emergency.GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("tasks").EnumerateArray()).Single(t => Text(t, "code") == code);

    private static string? Text(JsonElement of, string member) => of.TryGetProperty(member, out var value) ? value.GetString() : null;
}
