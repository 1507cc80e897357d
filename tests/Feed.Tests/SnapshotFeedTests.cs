namespace GridGrains.Feed.Tests;

public sealed class SnapshotFeedTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task Watch_UnknownPlace_AnswersWhatTheGrainSaysInTheOrderAsked()
    {
        await using var stage = new Stage();
        stage.Grains[Town.North].Set(Town.Alone(Town.North, 7));
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 9));

        var answer = await stage.Client().WatchAsync(Town.North, Town.Root, Town.North);

        Assert.Equal(["town.north", "town", "town.north"], answer.Select(s => s.GetProperty("place").GetString()));
        Assert.Equal([7, 9, 7], answer.Select(s => s.GetProperty("version").GetInt64()));
    }

    [Fact]
    public async Task Push_BeforeTheAnswerIsWritten_WaitsAndIsPartOfTheAnswer()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        var (answer, _) = await client.Feed.WatchAsync([Town.Key(Town.Root)], TestContext.Current.CancellationToken);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 5));
        Assert.Empty(client.Written);
        client.Answer(answer!);
        Assert.Equal([5], client.Versions);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 6));
        stage.Time.Advance(Interval);
        await Until.TrueAsync(() => client.Versions is [5, 6], "the newer snapshot after the answer");
    }

    [Fact]
    public async Task Watch_WithoutAnAnswer_PushesThePresentSnapshotAfterASecond()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 3));
        var client = stage.Client();
        await client.Feed.WatchAsync([Town.Key(Town.Root)], TestContext.Current.CancellationToken);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 4));
        stage.Time.Advance(TimeSpan.FromSeconds(1));

        await Until.TrueAsync(() => client.Versions is [4], "the present snapshot as a push");
    }

    [Fact]
    public async Task Push_OlderThanKnown_IsNotSent()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 10));
        var client = stage.Client();
        await client.WatchAsync(Town.Root);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 9));
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 11));
        stage.Time.Advance(Interval);

        await Until.TrueAsync(() => client.Versions[^1] == 11, "version 11");
        Assert.Equal([10, 11], client.Versions);
    }

    [Fact]
    public async Task Push_SeveralWithinTheInterval_OnlyTheNewestIsSentWhenItIsOver()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 1));
        await Until.TrueAsync(() => client.Versions is [0, 1], "the first one at once");

        for (var version = 2; version <= 9; version++)
            stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, version));
        stage.Time.Advance(Interval - TimeSpan.FromMilliseconds(1));
        Assert.Equal([0, 1], client.Versions);
        stage.Time.Advance(TimeSpan.FromMilliseconds(1));

        await Until.TrueAsync(() => client.Versions is [0, 1, 9], "the newest one after the interval");
    }

    [Fact]
    public async Task Watch_Again_AsksTheGrainAgain()
    {
        await using var stage = new Stage();
        var first = stage.Client();
        await first.WatchAsync(Town.Root);
        stage.Grains[Town.Root].LoseLeases();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 8));

        var answer = await stage.Client().WatchAsync(Town.Root);

        Assert.Equal(8, answer[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Snapshot_OfAllClients_IsTheSameBytes()
    {
        await using var stage = new Stage();
        await stage.Client().WatchAsync(Town.Root);
        var place = stage.Feed.Join(Town.Key(Town.Root), NewSlot(stage, out var pump));
        using (pump)
        {
            Assert.Same(place.Frame, place.Present());
            Assert.Same(place.Present().Push.Message, place.Present().Push.Message);
        }
    }

    [Fact]
    public async Task CityChanged_NameOfAWatchedPlace_IsSentWithTheSameVersion()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 5));
        var client = stage.Client();
        await client.WatchAsync(Town.Root);

        stage.City.Take(Town.Image(2, "新镇"));
        stage.Time.Advance(Interval);

        await Until.TrueAsync(() => client.Written[^1].GetProperty("name").GetString() == "新镇", "the new name");
        Assert.All(client.Versions, version => Assert.Equal(5, version));
    }

    [Fact]
    public async Task Unwatch_OneOfTwoPlaces_OnlyTheOtherIsSent()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.North, Town.South);
        client.Feed.Unwatch([Town.Key(Town.North), Town.Key(Town.Root)]);

        stage.Grains[Town.North].Tell(Town.Alone(Town.North, 1));
        stage.Grains[Town.South].Tell(Town.Alone(Town.South, 2));
        stage.Time.Advance(Interval);

        await Until.TrueAsync(() => client.Written.Length == 3, "the snapshot of the other place");
        Assert.Equal("town.south", client.Written[^1].GetProperty("place").GetString());
    }

    [Fact]
    public async Task Watch_MorePlacesThanAllowed_IsRefusedAndWatchesNothing()
    {
        await using var stage = new Stage();
        stage.Options.MaxPlaces = 2;
        var client = stage.Client();

        var (_, problem) = await client.Feed.WatchAsync(
            [Town.Key(Town.Root), Town.Key(Town.North), Town.Key(Town.South)], TestContext.Current.CancellationToken);

        Assert.Equal("invalid", problem!.Code);
        Assert.Equal(0, stage.Feed.Count);
    }

    private static Gateway.SnapshotSlot NewSlot(Stage stage, out Gateway.ClientPump pump)
    {
        pump = new Gateway.ClientPump(
            new Gateway.ClientLink(FakeClient.Viewer("town"), DateTimeOffset.MaxValue, _ => ValueTask.CompletedTask, () => { }), TimeSpan.FromSeconds(30), stage.Time);
        return new Gateway.SnapshotSlot(pump, Town.Key(Town.Root), stage.Feed);
    }
}
