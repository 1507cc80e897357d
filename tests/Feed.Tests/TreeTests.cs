using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class TreeTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task WatchTree_OfATown_AnswersEveryRowInTheOrderOfTheTree()
    {
        await using var stage = Seeded();

        var tree = await stage.Client().WatchTreeAsync(Town.Root, 2, "tests.sampled", "tests.tubes");

        Assert.Equal(["tests.sampled", "tests.tubes"], tree.GetProperty("counts").EnumerateArray().Select(c => c.GetString()));
        Assert.Equal(6, tree.GetProperty("version").GetInt64());
        Assert.Equal(
            ["town 60 6", "town.north 30 3", "town.north.g1 10 1", "town.north.g2 20 2", "town.south 30 3", "town.south.g1 30 3"], Rows(tree));
    }

    [Fact]
    public async Task WatchTree_WithTargets_SaysHowFarEachPlaceHasCome()
    {
        await using var stage = Seeded();
        // Three hours after the opening, of which the last brought 100 and all 300.
        var north = Town.At(Town.North, 30) with { AsOf = DateTime.UnixEpoch.AddHours(3), HourBefore = [200], DayBefore = [0] };
        stage.Grains[Town.North].Set(new(north, [Town.At(Town.North1, 1), Town.At(Town.North2, 2)]));

        var tree = await stage.Client().WatchTreeAsync(
            Town.North, 1, "tests.sampled:remaining", "tests.sampled", "tests.sampled:target", "tests.sampled:coverage", "tests.sampled:perHour", "tests.sampled:finish", "tests.tubes:remaining");

        Assert.Equal("tests.sampled:remaining", tree.GetProperty("counts")[0].GetString());
        Assert.Equal(
            ["town.north 700 300 1000 30 100 36000 ", "town.north.g1 490 10 500 2   ", "town.north.g2 480 20 500 4   "], Rows(tree));
    }

    [Theory]
    [InlineData("tests.sampled:")]
    [InlineData("tests.sampled:value")]
    [InlineData("tests.sampled:remaining:target")]
    [InlineData("nothing:remaining")]
    public void AColumn_ThatIsNone_IsNotRead(string name) => Assert.False(TreeColumn.TryParse(name, out _));

    [Fact]
    public async Task WatchTree_DepthZero_AnswersTheRootAlone()
    {
        await using var stage = Seeded();

        var tree = await stage.Client().WatchTreeAsync(Town.Root, 0, "tests.tubes");

        Assert.Equal(["town 6"], Rows(tree));
        Assert.False(stage.Grains[Town.Root].IsWatchedWithChildren);
    }

    [Fact]
    public async Task Push_OfATree_HasTheChangedRowsOnly()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 2, "tests.tubes");
        stage.Time.Advance(Interval);

        stage.Grains[Town.North].Tell(new(Town.At(Town.North, 4), [Town.At(Town.North1, 2)]));
        await stage.PassUntilAsync(Interval, () => client.Written.Length == 2, "the changed rows");

        Assert.Equal(["town.north 4", "town.north.g1 2"], Rows(client.Written[1]));
    }

    [Fact]
    public async Task Push_OfATree_HasTheVersionOfTheRoot()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 1, "tests.tubes");
        stage.Time.Advance(Interval);

        stage.Grains[Town.Root].Tell(new(Town.At(Town.Root, 9), [Town.At(Town.South, 6)]));
        await stage.PassUntilAsync(Interval, () => client.Written.Length == 2, "the changed rows");

        Assert.Equal([6, 9], client.Versions);
        Assert.Equal(["town 9", "town.south 6"], Rows(client.Written[1]));
    }

    [Fact]
    public async Task Push_WhereNoShownCountChanged_IsNotSent()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 1, "tests.sampled");
        stage.Time.Advance(Interval);

        stage.Grains[Town.Root].Tell(new(Town.At(Town.Root, 7, sampled: 60), [Town.At(Town.South, 4, sampled: 30)]));
        stage.Grains[Town.Root].Tell(new(Town.At(Town.Root, 8), []));
        await stage.PassUntilAsync(Interval, () => client.Written.Length > 1, "the row that did change");

        Assert.Equal(["town 80"], Rows(client.Written[1]));
    }

    [Fact]
    public async Task Push_OlderRow_ChangesNothing()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 2, "tests.tubes");
        stage.Time.Advance(Interval);

        // The town knows its village later than the village itself is known.
        stage.Grains[Town.North].Tell(new(Town.At(Town.North, 5), [Town.At(Town.North1, 3)]));
        stage.Grains[Town.Root].Tell(new(Town.At(Town.Root, 7), [Town.At(Town.North, 4)]));

        await stage.PassUntilAsync(Interval, () => Newest(client) is { } rows && rows["town"] == 7, "the town's row");
        Assert.Equal(5, Newest(client)["town.north"]);
    }

    [Fact]
    public async Task Push_ChangesAllTheTime_AreAtMostTwoMessagesASecond()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 1, "tests.tubes");
        var began = stage.Time.GetUtcNow();

        for (var version = 7; version <= 500; version++)
        {
            stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, version));
            stage.Time.Advance(TimeSpan.FromMilliseconds(10));
        }
        await stage.PassUntilAsync(Interval, () => client.Versions[^1] == 500, "the newest rows");

        Assert.InRange(client.Written.Length - 1, 1, (int)((stage.Time.GetUtcNow() - began) / Interval) + 1);
    }

    [Fact]
    public async Task SlowClient_OfATree_GetsTheUnionOfWhatItMissed()
    {
        await using var stage = Seeded();
        var (slow, quick) = (stage.Client(), stage.Client());
        await slow.WatchTreeAsync(Town.Root, 2, "tests.tubes");
        await quick.WatchTreeAsync(Town.Root, 2, "tests.tubes");
        slow.Stall();
        stage.Time.Advance(Interval);
        stage.Grains[Town.North].Tell(new(Town.At(Town.North, 4), [Town.At(Town.North1, 2)]));
        await stage.PassUntilAsync(Interval, () => slow.Written.Length == 2 && quick.Written.Length == 2, "the message that is not taken");

        foreach (var (village, grid, version) in new[] { (Town.North, Town.North2, 5), (Town.South, Town.South1, 6), (Town.North, Town.North2, 7) })
        {
            stage.Time.Advance(Interval);
            stage.Grains[village].Tell(new(Town.At(village, version), [Town.At(grid, version)]));
            await stage.PassUntilAsync(Interval, () => Newest(quick).GetValueOrDefault(grid.Value) == version, $"version {version} at the quick client");
        }
        slow.Recover();

        await stage.PassUntilAsync(Interval, () => slow.Written.Length == 3, "the union");
        Assert.Equal(["town.north 7", "town.north.g2 7", "town.south 6", "town.south.g1 6"], Rows(slow.Written[2]).Order());
        Assert.Equal(Newest(quick), Newest(slow));
    }

    [Fact]
    public async Task Places_ThatSeveralTreesShow_AreObservedOnce()
    {
        await using var stage = Seeded();
        await stage.Client().WatchTreeAsync(Town.Root, 2, "tests.tubes");
        await stage.Client().WatchTreeAsync(Town.North, 1, "tests.sampled");
        await stage.Client().WatchAsync(Town.North);

        Assert.Equal(3, stage.Feed.Count);
        Assert.All([Town.Root, Town.North, Town.South], place => Assert.True(stage.Grains[place].IsWatchedWithChildren));
    }

    [Fact]
    public async Task UnwatchTree_LastClient_LeavesNothingObserved()
    {
        await using var stage = Seeded();
        stage.Options.Linger = TimeSpan.Zero;
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 2, "tests.tubes");

        client.Feed.UnwatchTree(Town.Key(Town.Root));

        await Until.TrueAsync(() => stage.Feed.Count == 0, "the places to be forgotten");
        Assert.All([Town.Root, Town.North, Town.South], place => Assert.False(stage.Grains[place].IsWatched));
    }

    [Fact]
    public async Task Desk_FirstReport_BecomesARow()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 1, "tests.tubes");
        stage.Time.Advance(Interval);

        stage.Grains[Town.Root].Tell(new(Town.At(Town.Root, 7), [Town.At(Town.Root.Desk, 1)]));
        await stage.PassUntilAsync(Interval, () => client.Written.Length == 2, "the desk's row");

        Assert.Equal(["town 7", "town.desk 1"], Rows(client.Written[1]));
    }

    [Fact]
    public async Task CityChanged_NewGrid_BecomesARow()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 2, "tests.tubes");
        stage.Time.Advance(Interval);
        var grid = PlaceId.Parse("town.south.g2");

        stage.City.Take(Town.Image(2, "镇", grid));
        stage.Grains[Town.South].Tell(new(Town.At(Town.South, 4), [Town.At(grid, 1)]));

        await stage.PassUntilAsync(Interval, () => Newest(client).ContainsKey(grid.Value), "the new grid's row");
    }

    [Fact]
    public async Task CityChanged_NewVillage_IsObserved()
    {
        await using var stage = Seeded();
        await stage.Client().WatchTreeAsync(Town.Root, 2, "tests.tubes");
        var (village, grid) = (PlaceId.Parse("town.west"), PlaceId.Parse("town.west.g1"));

        stage.City.Take(Town.Image(2, "镇", village, grid));

        await Until.TrueAsync(() => stage.Grains[village].IsWatchedWithChildren, "the new village to be observed");
    }

    [Fact]
    public async Task WatchTree_AGrainDoesNotAnswer_IsUnavailableAndTheOldTreeStays()
    {
        await using var stage = Seeded();
        var client = stage.Client();
        await client.WatchTreeAsync(Town.Root, 1, "tests.tubes");
        stage.Grains[Town.South].BeforeAnswer = () => throw new TimeoutException("no silo");
        var deeper = new Gateway.TreeKey(Town.Key(Town.Root), 2, [Town.ColumnNamed("tests.tubes")]);

        var (_, problem) = await client.Feed.WatchTreeAsync(deeper, TestContext.Current.CancellationToken);
        Assert.Equal("unavailable", problem!.Code);

        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 7));
        await stage.PassUntilAsync(Interval, () => client.Written.Length == 2, "a push of the old tree");
    }

    private static Stage Seeded()
    {
        var stage = new Stage();
        stage.Grains[Town.Root].Set(new(Town.At(Town.Root, 6), [Town.At(Town.North, 3), Town.At(Town.South, 3)]));
        stage.Grains[Town.North].Set(new(Town.At(Town.North, 3), [Town.At(Town.North1, 1), Town.At(Town.North2, 2)]));
        stage.Grains[Town.South].Set(new(Town.At(Town.South, 3), [Town.At(Town.South1, 3)]));
        return stage;
    }

    private static string[] Rows(JsonElement tree) =>
        [.. tree.GetProperty("rows").EnumerateArray().Select(row => string.Join(' ', row.EnumerateArray().Select(cell => cell.ToString())))];

    private static Dictionary<string, long> Newest(FakeClient client)
    {
        var rows = new Dictionary<string, long>();
        foreach (var row in client.Written.SelectMany(tree => tree.GetProperty("rows").EnumerateArray()))
            rows[row[0].GetString()!] = row[1].GetInt64();
        return rows;
    }
}
