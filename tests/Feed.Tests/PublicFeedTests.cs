using System.Text.Json;
using GridGrains.Testing;

namespace GridGrains.Feed.Tests;

/// <summary>What clients get that may only see the public view.</summary>
public sealed class PublicFeedTests : IAsyncLifetime
{
    private static readonly string[] Pushes = ["snapshot", "tree", "alert", "notice"];
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Stage stage = new();
    private long sampled = 20;

    public ValueTask InitializeAsync()
    {
        stage.Grains.Publicly.Answer = () => View(stage.Time.GetUtcNow().UtcDateTime, sampled);
        return default;
    }

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Watch_AnswersTensAndHiddenNumbersAndAsksNoLedger()
    {
        var client = stage.Client("public");
        var town = Assert.Single(await client.WatchAsync(Town.Root));
        Assert.Equal(20, town.GetProperty("counts").GetProperty("tests.sampled").GetInt64());
        Assert.Equal("<30", town.GetProperty("counts").GetProperty("tests.resulted").GetString());
        Assert.Equal(30, town.GetProperty("margin").GetInt64());
        Assert.Equal(PublicCounts.All.Length, town.GetProperty("counts").EnumerateObject().Count());
        Assert.DoesNotContain(town.EnumerateObject(), member => member.Name is "expected" or "children" or "alerts");
        Assert.Empty(stage.Grains.All);
    }

    [Fact]
    public async Task Watch_WhileCountsGrow_IsToldAfterFiveMinutesAndNotBefore()
    {
        var client = stage.Client("public");
        await client.WatchAsync(Town.Root);
        await client.WatchTreeAsync(Town.Root, 1, "tests.sampled");
        sampled = 40;
        for (var i = 0; i < 299; i++)
        {
            stage.Time.Advance(Second);
            stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, i + 1));
        }
        Assert.Empty(client.Pushed);
        Assert.Equal(1, stage.Grains.Publicly.Asked);

        await stage.PassUntilAsync(Second, () => client.Pushed.Length == 2, "the next view");
        Assert.Equal(2, stage.Grains.Publicly.Asked);
        Assert.Contains(client.Written, m => m.TryGetProperty("counts", out var counts) && counts.ValueKind == JsonValueKind.Object && counts.GetProperty("tests.sampled").GetInt64() == 40);
        Assert.Contains(client.Written, m => m.TryGetProperty("rows", out var rows) && rows[0][1].ValueKind == JsonValueKind.Number && rows[0][1].GetInt64() == 40);
    }

    [Fact]
    public async Task WatchTree_HasAreasOnlyAndTextsForHiddenNumbers()
    {
        var client = stage.Client("public");
        var tree = await client.WatchTreeAsync(Town.Root, 5, "tests.sampled", "tests.resulted");
        Assert.Equal(
            ["""["town",20,"<30"]""", """["town.north",20,"<10"]""", """["town.south","<10","<10"]"""],
            tree.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()));
        Assert.Equal(stage.Grains.Publicly.Answer().Round, tree.GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task ManyClients_CostOneQuestion()
    {
        var clients = Enumerable.Range(0, 50).Select(_ => stage.Client("public")).ToArray();
        await Task.WhenAll(clients.Select(client => client.WatchAsync(Town.Root, Town.North)));
        Assert.Equal(1, stage.Grains.Publicly.Asked);
    }

    [Fact]
    public async Task Hub_OfAPublicToken_GivesThePublicViewAndRefusesTheRest()
    {
        await using var service = new Service();
        await service.InitializeAsync();
        service.Grains.Publicly.Answer = () => View(DateTime.UnixEpoch.AddYears(60), 20);
        var pushed = 0;
        await using var client = await service.ConnectAsync(service.Token("public"), c =>
        {
            foreach (var push in Pushes)
                c.On(push, _ => Interlocked.Increment(ref pushed));
        });
        await using var viewer = await service.ConnectAsync();

        var shown = Assert.Single(await client.WatchAsync(Town.Campaign, "town"));
        Assert.Equal(20, shown.GetProperty("counts").GetProperty("tests.sampled").GetInt64());
        await RefusedAsync(403, () => client.WatchAsync(Town.Campaign, "town.north.g1"));
        await RefusedAsync(403, () => client.WatchAsync(Town.Campaign, "elsewhere"));
        await RefusedAsync(422, () => client.WatchTreeAsync(Town.Campaign, "town", 1, "duty.on"));
        await RefusedAsync(403, () => client.InvokeAsync("Report", Town.Campaign, "town.north.g1", new { reportId = Guid.NewGuid(), observations = Array.Empty<int>() }));

        // What others get meanwhile does not come here: a viewer has it, and this client's next answer comes after.
        await viewer.WatchAsync(Town.Campaign, "town");
        service.Grains.Board.Alert(new Alert(
            Guid.NewGuid(), "post.short", AlertSeverity.Warning, Town.Campaign, Town.North1, null, DateTime.UnixEpoch, "缺员", "short", false, null));
        service.Grains[Town.Root].Tell(Town.Alone(Town.Root, 7));
        await client.WatchAsync(Town.Campaign, "town");
        Assert.Equal(0, Volatile.Read(ref pushed));
    }

    private static async Task RefusedAsync(int status, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubRefusedException>(call);
        Assert.Contains($"\"status\":{status}", refused.Message, StringComparison.Ordinal);
    }

    private static PublicView View(DateTime at, long sampled) => new(
        at.Ticks / PublicView.Interval.Ticks, at, at + PublicView.Interval,
        [Area(Town.Root, 3, sampled), Area(Town.North, 1, sampled), Area(Town.South, 1, 0)]);

    private static PublicArea Area(PlaceId place, int parts, long sampled) => new(
        place, parts, [.. PublicCounts.All.Select(count => count.Code == "tests.sampled" ? sampled : 0)]);
}
