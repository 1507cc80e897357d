namespace GridGrains.Feed.Tests;

/// <summary>All clients come back in the same moment: what the grains are asked does not grow with their number.</summary>
public sealed class StormTests(Service service) : IClassFixture<Service>
{
    private const int Crowd = 200;

    [Fact]
    public async Task Watch_ByManyWhileTheGrainIsAsked_AsksItOnceMore()
    {
        await using var stage = new Stage();
        var grain = stage.Grains[Town.Root];
        grain.Set(Town.Alone(Town.Root, 7));
        var answering = new TaskCompletionSource();
        grain.BeforeAnswer = () => answering.Task;

        var watching = Enumerable.Range(0, Crowd).Select(_ => stage.Client().WatchAsync(Town.Root)).ToArray();
        await Until.TrueAsync(() => grain.Watches == 1, "the first question");
        answering.SetResult();
        var answers = await Task.WhenAll(watching);

        Assert.All(answers, answer => Assert.Equal(7, answer[0].GetProperty("version").GetInt64()));
        Assert.InRange(grain.Watches, 1, 2);
        Assert.Equal(1, stage.Feed.Count);
    }

    [Fact]
    public async Task Watch_ByManyOneAfterTheOther_IsAnsweredFromWhatIsKnown()
    {
        await using var stage = new Stage();
        for (var client = 0; client < Crowd; client++)
            await stage.Client().WatchAsync(Town.Root);

        // The lease may have begun to ask before the first client did, who is not answered with what was asked before.
        Assert.InRange(stage.Grains[Town.Root].Watches, 1, 2);
    }

    [Fact]
    public async Task Watch_AfterAFailure_AsksAgainAtOnce()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        stage.Time.Advance(stage.Options.SnapshotInterval);
        var grain = stage.Grains[Town.Root];
        grain.BeforeAnswer = () => throw new TimeoutException("no silo");

        for (var failure = 0; failure < 2; failure++)
        {
            var (_, problem) = await client.Feed.WatchAsync([Town.Key(Town.Root)], TestContext.Current.CancellationToken);
            Assert.Equal("unavailable", problem!.Code);
        }

        Assert.InRange(grain.Watches, 3, 4);
    }

    [Fact]
    public async Task WatchTree_ByMany_AsksEachAreaOnceOrTwice()
    {
        await using var stage = new Stage();
        PlaceId[] areas = [Town.Root, Town.North, Town.South];
        var answering = new TaskCompletionSource();
        foreach (var area in areas)
        {
            stage.Grains[area].Set(Town.Alone(area, 3));
            stage.Grains[area].BeforeAnswer = () => answering.Task;
        }

        var watching = Enumerable.Range(0, Crowd).Select(_ => stage.Client().WatchTreeAsync(Town.Root, 2, "tests.tubes")).ToArray();
        await Until.TrueAsync(() => areas.All(area => stage.Grains[area].Watches == 1), "the first questions");
        answering.SetResult();
        var trees = await Task.WhenAll(watching);

        Assert.All(trees, tree => Assert.Equal(3, tree.GetProperty("version").GetInt64()));
        Assert.All(areas, area => Assert.InRange(stage.Grains[area].Watches, 1, 3));
    }

    [Fact]
    public async Task WatchTree_OfAnotherShape_AsksForItsOwnRows()
    {
        await using var stage = new Stage();
        stage.Grains[Town.Root].Set(new(Town.At(Town.Root, 6), [Town.At(Town.North, 4)]));
        await stage.Client().WatchTreeAsync(Town.Root, 1, "tests.tubes");

        var tree = await stage.Client().WatchTreeAsync(Town.Root, 1, "tests.sampled");

        Assert.Equal(2, tree.GetProperty("rows").GetArrayLength());
    }

    [Fact]
    public async Task Clients_ThatLoseTheirConnectionsTogether_AllHaveTheNewestAgainWithoutACallEach()
    {
        var place = Town.South.Desk;
        var grain = service.Grains[place];
        grain.Set(Town.Alone(place, 4));
        var clients = await ConnectAllAsync(version: 4);
        foreach (var client in clients)
            client.Abort();
        grain.Set(Town.Alone(place, 5));
        await using (var probe = await service.ConnectAsync())
        {
            for (var tries = 0; (await probe.WatchAsync(Town.Campaign, place.Value))[0].GetProperty("version").GetInt64() < 5; tries++)
                Assert.True(tries < 10_000, "the newest version was never answered");
        }
        var (before, began) = (grain.Watches, TimeProvider.System.GetTimestamp());

        var returned = await ConnectAllAsync(version: 5);

        // One question in a tenth of a second, and one more that was under way; none if all are back within the first.
        var most = 2 + (TimeProvider.System.GetElapsedTime(began) / TimeSpan.FromMilliseconds(100));
        Assert.InRange(grain.Watches - before, 0, (int)most);
        foreach (var client in clients.Concat(returned))
            await client.DisposeAsync();

        Task<Testing.HubClient[]> ConnectAllAsync(long version) => Task.WhenAll(Enumerable.Range(0, Crowd).Select(async _ =>
        {
            var client = await service.ConnectAsync();
            Assert.Equal(version, (await client.WatchAsync(Town.Campaign, place.Value))[0].GetProperty("version").GetInt64());
            return client;
        }));
    }
}
