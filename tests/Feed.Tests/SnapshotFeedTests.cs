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
        await stage.PassUntilAsync(Interval, () => client.Versions is [5, 6], "the newer snapshot after the answer");
    }

    [Fact]
    public async Task Watch_WithoutAnAnswer_PushesThePresentSnapshotAfterASecond()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 3));
        var client = stage.Client();
        await client.Feed.WatchAsync([Town.Key(Town.Root)], TestContext.Current.CancellationToken);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 4));

        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => client.Versions is [.., 4], "the present snapshot as a push");
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

        await stage.PassUntilAsync(Interval, () => client.Versions[^1] == 11, "version 11");
        Assert.Equal([10, 11], client.Versions);
    }

    [Fact]
    public async Task Push_AChangeEveryMillisecond_IsSentAtMostTenTimesASecond()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        var began = stage.Time.GetUtcNow();

        for (var version = 1; version <= 1000; version++)
        {
            stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, version));
            stage.Time.Advance(TimeSpan.FromMilliseconds(1));
        }
        await stage.PassUntilAsync(Interval, () => client.Versions[^1] == 1000, "the newest version");

        Assert.InRange(client.Written.Length - 1, 1, (int)((stage.Time.GetUtcNow() - began) / Interval) + 1);
    }

    [Theory]
    [InlineData(257)]
    [InlineData(1_000)]
    public async Task Push_ToMoreClientsThanOneThreadWritesTo_IsForEachOfThem(int count)
    {
        await using var stage = new Stage();
        var clients = Enumerable.Range(0, count).Select(_ => stage.Client()).ToArray();
        foreach (var client in clients)
            await client.WatchAsync(Town.Root);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 5));

        await stage.PassUntilAsync(Interval, () => clients.All(client => client.Versions is [0, 5]), "the newest at every client");
    }

    [Fact]
    public async Task Watch_AnIntervalAfterTheLast_AsksTheGrainAgain()
    {
        await using var stage = new Stage();
        var first = stage.Client();
        await first.WatchAsync(Town.Root);
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].LoseLeases();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 8));

        var answer = await stage.Client().WatchAsync(Town.Root);

        Assert.Equal(8, answer[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Push_ToManyClients_IsTheSameBytes()
    {
        await using var stage = new Stage();
        var clients = new[] { stage.Client(), stage.Client(), stage.Client() };
        foreach (var client in clients)
            await client.WatchAsync(Town.Root);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 1));
        await stage.PassUntilAsync(Interval, () => clients.All(client => client.Pushed.Length > 0), "the push at every client");

        Assert.All(clients, client => Assert.Same(clients[0].Pushed[^1], client.Pushed[^1]));
    }

    [Fact]
    public async Task CityChanged_NameOfAWatchedPlace_IsSentWithTheSameVersion()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(Town.Alone(Town.Root, 5));
        var client = stage.Client();
        await client.WatchAsync(Town.Root);

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 4));
        stage.City.Take(Town.Image(2, "新镇"));

        await stage.PassUntilAsync(Interval, () => client.Written[^1].GetProperty("name").GetString() == "新镇", "the new name");
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

        await stage.PassUntilAsync(Interval, () => client.Written.Length == 3, "the snapshot of the other place");
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
}
