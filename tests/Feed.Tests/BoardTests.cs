using System.Text.Json;

namespace GridGrains.Feed.Tests;

public sealed class BoardTests
{
    [Theory]
    [InlineData("town.north", true)]
    [InlineData("town.north.g1", true)]
    [InlineData("town", true)]
    [InlineData("town.south", false)]
    [InlineData("town.south.g1", false)]
    public async Task ANotice_IsPushedToWhoWatchesAPlaceAboveOrBelow(string watched, bool hears)
    {
        await using var stage = new Stage();
        var client = stage.Client();
        var everywhere = stage.Client();
        await client.WatchAsync(PlaceId.Parse(watched));
        await everywhere.WatchAsync(Town.Root);

        stage.Grains.Board.Notice(NewNotice(Town.North), isNew: true);

        await Until.TrueAsync(() => Notices(everywhere).Length == 1, "the notice at who watches everything");
        if (hears)
            await Until.TrueAsync(() => Notices(client).Length == 1, "the notice");
        else
            Assert.Empty(Notices(client));
    }

    [Fact]
    public async Task Acknowledgements_ArePushedUpwardsOnly()
    {
        await using var stage = new Stage();
        var (town, grid) = (stage.Client(), stage.Client());
        await town.WatchTreeAsync(Town.Root, 1, "tests.sampled");
        await grid.WatchAsync(Town.North1);
        var notice = NewNotice(Town.North);

        stage.Grains.Board.Notice(notice, isNew: true);
        stage.Grains.Board.Notice(notice with { AcknowledgedBy = 1 }, isNew: false);

        await Until.TrueAsync(() => Notices(town).LastOrDefault() == 1, "the acknowledgement at the town");
        await Until.TrueAsync(() => Notices(grid).Length == 1, "the notice at the grid");
        Assert.Equal([0], Notices(grid));
    }

    [Fact]
    public async Task AnAlert_IsPushedToWhoWatchesItsPlaceOrOneAbove()
    {
        await using var stage = new Stage();
        var (town, grid, beside) = (stage.Client(), stage.Client(), stage.Client());
        await town.WatchAsync(Town.Root);
        await grid.WatchAsync(Town.North1);
        await beside.WatchAsync(Town.North2);
        var alert = new Alert(
            Guid.NewGuid(), "post.short", AlertSeverity.Warning, Town.Campaign, Town.North1, "site-1", DateTime.UnixEpoch, "缺员", "short");

        stage.Grains.Board.Alert(alert);
        await Until.TrueAsync(() => Cleared(town).Length == 1 && Cleared(grid).Length == 1, "the alert at the town and the grid");
        stage.Grains.Board.Alert(alert with { ClearedAt = DateTime.UnixEpoch.AddHours(1) });
        await Until.TrueAsync(() => Cleared(town).Length == 2 && Cleared(grid).Length == 2, "its end at the town and the grid");

        Assert.Equal([false, true], Cleared(town));
        Assert.Empty(Cleared(beside));
    }

    [Fact]
    public async Task AClientThatStalls_KeepsTheNewestAndNotMore()
    {
        await using var stage = new Stage();
        var (slow, quick) = (stage.Client(), stage.Client());
        await slow.WatchAsync(Town.Root);
        await quick.WatchAsync(Town.Root);
        slow.Stall();
        for (var i = 0; i < 200; i++)
            stage.Grains.Board.Notice(NewNotice(Town.North) with { AcknowledgedBy = i }, isNew: true);
        await Until.TrueAsync(() => Notices(quick).LastOrDefault() == 199, "the last notice at a client that keeps up");
        slow.Recover();
        await Until.TrueAsync(() => Notices(slow).LastOrDefault() == 199, "the last notice at the slow client");
        Assert.InRange(Notices(slow).Length, 64, 66);
    }

    [Fact]
    public async Task WhoWatchesNoMore_HearsNoMore()
    {
        await using var stage = new Stage();
        var (gone, left) = (stage.Client(), stage.Client());
        await gone.WatchAsync(Town.Root);
        await left.WatchAsync(Town.Root);
        gone.Feed.Unwatch([Town.Key(Town.Root)]);
        stage.Grains.Board.Notice(NewNotice(Town.North), isNew: true);
        await Until.TrueAsync(() => Notices(left).Length == 1, "the notice at who still watches");
        Assert.Empty(Notices(gone));
    }

    private static bool[] Cleared(FakeClient client) => [.. client.Written
        .Where(message => message.ValueKind == JsonValueKind.Object && message.TryGetProperty("rule", out _))
        .Select(message => message.TryGetProperty("clearedAt", out _))];

    private static Notice NewNotice(PlaceId place) =>
        new(Guid.NewGuid(), Town.Campaign, place, new NoticeText("今晚八点前上报", null), DateTime.UnixEpoch, 0, 2);

    private static int[] Notices(FakeClient client) => [.. client.Written
        .Where(message => message.ValueKind == JsonValueKind.Object && message.TryGetProperty("publishedAt", out _))
        .Select(message => message.GetProperty("acknowledgedBy").GetInt32())];
}
