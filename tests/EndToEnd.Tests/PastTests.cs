using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using GridGrains.Cli;

namespace GridGrains.EndToEnd.Tests;

/// <summary>Shengtang is played for three days while a wall watches; then what was is asked for again, and the whole system is rebuilt from its archive.</summary>
public sealed class PastTests(Databases databases)
{
    private const string Root = "enping.shengtang";
    private const string Noon = "2022-10-07T12:00:00+08:00";

    private static readonly string[] Moments =
        ["2022-10-06T12:00:00+08:00", "2022-10-06T20:00:00+08:00", Noon, "2022-10-07T18:30:00+08:00", "2022-10-08T16:00:00+08:00"];

    // What the time of day brings: clocks of this fact jump, and timers do not.
    private static readonly HashSet<string> OfTheDay =
        [.. Catalogue.Current.Counts.Where(c => c.Measure.Kind is MeasureKind.Posts or MeasureKind.Places).Select(c => c.Code)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shengtang_AtEveryMomentThatAWallWatched_IsWhatTheWallSaw_AlsoWhenRebuiltFromItsArchive()
    {
        await using var home = new Home();
        var archives = Directory.CreateTempSubdirectory("gridgrains-");
        var watched = new List<Seen>();
        try
        {
            await using (var service = await ShiftedService.StartAsync(behind: TimeSpan.FromDays(3)))
            {
                await PlayAsync(service, watched);
                Assert.Contains(watched, w => w is { Moment: Noon, Place: Root, Campaign: "shengtang-test" });
                await CheckAsync(service.Url, service.Token("viewer", Root), watched);
                await StartedProgram.RunAsync(0, "archive", Path.Combine(archives.FullName, "test.zip"), "--campaign", "shengtang-test", "--data", service.Data);
            }
            await CheckFilesAsync(Path.Combine(archives.FullName, "test.zip"));
            await RebuildAsync(home, Path.Combine(archives.FullName, "test.zip"), [.. watched.Where(w => w.Campaign == "shengtang-test")]);
        }
        finally
        {
            archives.Delete(recursive: true);
        }
    }

    private static async Task PlayAsync(ShiftedService service, List<Seen> watched)
    {
        using var api = service.Api("enping");
        var scenario = new Scenario(Places.Scenario("shengtang")).AsDrill(1);
        await new Importer(api).ImportAsync(scenario, Cancellation);
        var opened = (await api.CampaignAsync("shengtang-test", Cancellation))!;
        var places = (await api.PlacesAsync(Root, Cancellation)).Select(p => p.Id).ToArray();
        var areas = (await api.PlacesAsync(Root, Cancellation)).Where(p => !p.Leaf).Select(p => p.Id).ToArray();
        var sender = new Sender(api, _ => Pace.Max(TimeProvider.System), clients: 8);
        var left = Playbook.Of(scenario, "local").Reports.AsEnumerable();
        foreach (var moment in Moments)
        {
            var at = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
            DateTimeOffset Clock() => opened.Drill!.Origin + (service.Now - opened.CreatedAt);
            // Somewhat before, so that all that is due by then is also taken in by then. Nobody watches while the clock jumps: what is lent to a watcher for a minute would be over.
            service.Advance(at.AddMinutes(-8) - Clock());
            await using (var wall = await WallAsync(service, scenario, areas))
            {
                await sender.SendAsync(left.TakeWhile(r => r.Due <= at).ToList(), Cancellation);
                left = left.SkipWhile(r => r.Due <= at).ToList();
                foreach (var campaign in scenario.Campaigns)
                {
                    await Wait.UntilAsync(
                        $"the wall has all of {campaign.Id} at {moment}",
                        async () => wall.Version(campaign.Id, Root) == sender.Recorded(campaign.Id)
                            && await AllAsync(areas, async area => wall.Version(campaign.Id, area) == (await api.SnapshotAsync(campaign.Id, area, Cancellation)).Version));
                    watched.AddRange(areas.Select(area => Seen.Of(moment, wall.Of(campaign.Id, area))));
                    foreach (var place in places.Except(areas).Take(12))
                    {
                        var leaf = await api.SnapshotAsync(campaign.Id, place, Cancellation);
                        watched.Add(new(moment, campaign.Id, place, leaf.Version, Text(leaf.Counts)));
                    }
                }
            }
            Assert.True(Clock() < at, "the machine takes minutes to play some hours");
            service.Advance(at - Clock());
        }
        Assert.Empty(left);
    }

    private static async Task<Wall> WallAsync(ShiftedService service, Scenario scenario, string[] areas)
    {
        var seen = new ConcurrentDictionary<(string Campaign, string Place), JsonElement>();
        var hub = await HubClient.ConnectAsync(service.Url, service.Token("viewer", Root), hub => hub.On("snapshot", s => seen[Key(s)] = s), cancellation: Cancellation);
        foreach (var campaign in scenario.Campaigns)
        {
            foreach (var snapshot in await hub.WatchAsync(campaign.Id, areas))
                seen.TryAdd(Key(snapshot), snapshot);
        }
        return new Wall(hub, seen);
    }

    private static async Task CheckAsync(Uri url, string token, IReadOnlyCollection<Seen> watched)
    {
        using var http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var seen in watched)
        {
            var past = await http.GetFromJsonAsync<JsonElement>($"api/campaigns/{seen.Campaign}/places/{seen.Place}/at/{Uri.EscapeDataString(seen.Moment)}", Cancellation);
            Assert.Equal(seen, Seen.Of(seen.Moment, past));
        }
        var noon = await http.GetFromJsonAsync<JsonElement>($"api/campaigns/shengtang-test/places/{Root}/at/{Noon}/tree?counts=tests.sampled,households.informed", Cancellation);
        var rows = noon.GetProperty("rows").EnumerateArray().ToDictionary(row => row[0].GetString()!, row => row[1].GetInt64());
        Assert.InRange(rows[Root], 1, 28_368);
        Assert.Equal(rows[Root], rows.Where(row => row.Key.Count(c => c == '.') == 2).Sum(row => row.Value));
        Assert.Equal(rows[Root], noon.GetProperty("snapshot").GetProperty("counts").GetProperty("tests.sampled").GetInt64());
    }

    private static async Task CheckFilesAsync(string archive)
    {
        using var zip = ZipFile.OpenRead(archive);
        Assert.Equal(
            ["README.md", "archive.json", "campaigns.json", "city.ndjson", "places.csv", "posts.csv", "purged.ndjson", "reports.ndjson", "totals.csv"],
            zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        using var totals = new StreamReader(zip.GetEntry("totals.csv")!.Open());
        var rows = (await totals.ReadToEndAsync(Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(row => row.Split(',')).ToList();
        var row = rows.Single(r => r[0] == Root);
        Assert.Equal(("town", "圣堂镇", "28369"), (row[1], row[2], row[Array.IndexOf(rows[0], "tests.sampled")]));
        // It can also be imported as any scenario.
        using var places = new StreamReader(zip.GetEntry("places.csv")!.Open());
        Assert.StartsWith("id,level,name,name_en,", await places.ReadLineAsync(Cancellation), StringComparison.Ordinal);
    }

    private async Task RebuildAsync(Home home, string archive, IReadOnlyList<Seen> watched)
    {
        var rebuilt = await StartedProgram.RunAsync(0, "rebuild", archive, "--data", home.Data);
        Assert.Contains("all totals equal", rebuilt.Output, StringComparison.Ordinal);
        Assert.Contains("is not empty", (await StartedProgram.RunAsync(1, "rebuild", archive, "--data", home.Data)).Errors, StringComparison.Ordinal);
        await home.ServeAsync("--empty");
        using var api = home.Api("enping");
        foreach (var seen in watched.Where(w => w.Moment == Moments[^1]))
        {
            var now = await api.SnapshotAsync(seen.Campaign, seen.Place, Cancellation);
            Assert.Equal((seen.Place, seen.Version, seen.Counts), (now.Place, now.Version, Text(now.Counts)));
        }
        await home.RunAsync(0, "audit", "--campaign", "shengtang-test", "--place", Root);
        await CheckAsync(home.Url, home.Token("viewer", Root), watched.Where(w => w.Place is Root || w.Moment == Noon).ToList());
        if (PostgresServer.Unavailable is null)
        {
            var other = await StartedProgram.RunAsync(0, "rebuild", archive, "--postgres", await databases.NewAsync());
            Assert.Contains("all totals equal", other.Output, StringComparison.Ordinal);
        }
    }

    private static async Task<bool> AllAsync(IEnumerable<string> places, Func<string, Task<bool>> holds)
    {
        foreach (var place in places)
        {
            if (!await holds(place))
                return false;
        }
        return true;
    }

    private static (string, string) Key(JsonElement snapshot) => (snapshot.GetProperty("campaign").GetString()!, snapshot.GetProperty("place").GetString()!);

    private static long Version(JsonElement snapshot) => snapshot.GetProperty("version").GetInt64();

    private static string Text(IReadOnlyDictionary<string, long> counts) =>
        string.Join(' ', counts.Where(c => c.Value != 0 && !OfTheDay.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}={c.Value}"));

    /// <summary>What is pushed to a wall, the newest of each place.</summary>
    private sealed record Wall(HubClient Hub, ConcurrentDictionary<(string Campaign, string Place), JsonElement> Seen) : IAsyncDisposable
    {
        public JsonElement Of(string campaign, string place) => Seen[(campaign, place)];

        public long Version(string campaign, string place) => PastTests.Version(Of(campaign, place));

        public ValueTask DisposeAsync() => Hub.DisposeAsync();
    }

    private sealed record Seen(string Moment, string Campaign, string Place, long Version, string Counts)
    {
        public static Seen Of(string moment, JsonElement snapshot) => new(
            moment, Key(snapshot).Item1, Key(snapshot).Item2, PastTests.Version(snapshot), Text(snapshot.GetProperty("counts").Deserialize<Dictionary<string, long>>()!));
    }
}
