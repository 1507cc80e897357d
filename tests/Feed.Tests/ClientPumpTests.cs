using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class ClientPumpTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    [Fact]
    public async Task SlowClient_SkipsVersionsAndTheOthersDoNotWait()
    {
        await using var stage = new Stage();
        var (slow, quick) = (stage.Client(), stage.Client());
        await slow.WatchAsync(Town.Root);
        await quick.WatchAsync(Town.Root);
        slow.Stall();
        stage.Time.Advance(Interval);

        for (var version = 1; version <= 5; version++)
        {
            stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, version));
            stage.Time.Advance(Interval);
            await Until.TrueAsync(() => quick.Versions[^1] == version, $"version {version} at the quick client");
        }
        Assert.Equal([0, 1], slow.Versions);

        slow.Recover();
        await Until.TrueAsync(() => slow.Versions is [0, 1, 5], "the newest version at the slow client");
        Assert.Equal(1, slow.MostOutstanding);
    }

    [Fact]
    public async Task StalledClient_WhateverHappens_OwesOneMessagePerPlace()
    {
        PlaceId[] places = [Town.Root, Town.North, Town.South];
        await using var stage = new Stage();
        var (client, quick) = (stage.Client(), stage.Client());
        await client.WatchAsync(places);
        await quick.WatchAsync(places);
        client.Stall();
        stage.Time.Advance(Interval);

        for (var version = 1; version <= 200; version++)
        {
            foreach (var place in places)
                stage.Grains[place].Tell(Town.Alone(place, version));
            stage.Time.Advance(Interval);
        }
        await Until.TrueAsync(
            () =>
            {
                stage.Time.Advance(Interval);
                return quick.Versions.Count(version => version == 200) == 3;
            },
            "the last version of each place at the quick client");
        Assert.Equal(4, client.Written.Length);

        client.Recover();
        await Until.TrueAsync(
            () =>
            {
                stage.Time.Advance(Interval);
                return client.Versions.Count(version => version == 200) == 3;
            },
            "the newest of each place");
        Assert.InRange(client.Written.Length, 6, 7);
    }

    [Fact]
    public async Task StalledClient_ForLongerThanAllowed_IsCut()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        client.Stall();
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 1));
        await Until.TrueAsync(() => client.Written.Length == 2, "the write that is not taken");

        stage.Time.Advance(stage.Options.StallLimit - TimeSpan.FromMilliseconds(1));
        Assert.False(client.IsAborted);
        await Until.TrueAsync(
            () =>
            {
                stage.Time.Advance(TimeSpan.FromMilliseconds(1));
                return client.IsAborted;
            },
            "the client to be cut");
    }

    [Fact]
    public async Task SlowClient_AfterRecovering_StillGetsAPlaceAtMostOnceInTheInterval()
    {
        await using var stage = new Stage();
        var (client, quick) = (stage.Client(), stage.Client());
        await client.WatchAsync(Town.Root);
        await quick.WatchAsync(Town.Root);
        client.Stall();
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 1));
        await Until.TrueAsync(() => client.Written.Length == 2 && quick.Written.Length == 2, "the write that is not taken");
        stage.Time.Advance(Interval);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 2));
        await Until.TrueAsync(() => quick.Versions is [0, 1, 2], "version 2 at the quick client");
        stage.Time.Advance(Interval * 0.9);

        client.Recover();
        await Until.TrueAsync(() => client.Versions is [0, 1, 2], "what it skipped to");
        stage.Time.Advance(Interval * 0.1);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 3));
        await Until.TrueAsync(() => quick.Versions is [0, 1, 2, 3], "version 3 at the quick client");
        stage.Time.Advance(Interval * 0.8);
        Assert.Equal([0, 1, 2], client.Versions);
        stage.Time.Advance(Interval * 0.2);

        await Until.TrueAsync(() => client.Versions is [0, 1, 2, 3], "version 3 when the interval is over");
    }

    [Fact]
    public async Task Push_OutsideTheSubtree_IsNotSent()
    {
        await using var stage = new Stage();
        var stranger = stage.Client(FakeClient.Viewer("town.south"));
        var (answer, _) = await stranger.Feed.WatchAsync([Town.Key(Town.North), Town.Key(Town.South)], TestContext.Current.CancellationToken);
        stranger.Answer(answer!);
        stage.Time.Advance(Interval);

        stage.Grains[Town.North].Tell(Town.Alone(Town.North, 1));
        stage.Grains[Town.South].Tell(Town.Alone(Town.South, 1));

        await Until.TrueAsync(() => stranger.Written.Length == 3, "the push that is allowed");
        stage.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("town.south", stranger.Written[^1].GetProperty("place").GetString());
        Assert.Equal(3, stranger.Written.Length);
    }

    [Fact]
    public async Task Push_AfterTheTokenHasExpired_CutsTheConnectionInstead()
    {
        await using var stage = new Stage();
        var client = stage.Client(expires: stage.Time.GetUtcNow().AddMinutes(1));
        await client.WatchAsync(Town.Root);
        stage.Time.Advance(TimeSpan.FromMinutes(1));

        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 1));

        await Until.TrueAsync(() => client.IsAborted, "the connection to be cut");
        Assert.Equal([0], client.Versions);
    }

    [Fact]
    public async Task Versions_HoweverThingsInterleave_NeverFall()
    {
        await using var stage = new Stage(TimeProvider.System);
        stage.Options.SnapshotInterval = TimeSpan.FromMilliseconds(10);
        var places = new[] { Town.Root, Town.North, Town.South };
        var clients = Enumerable.Range(0, 4).Select(_ => stage.Client()).ToArray();
        using var ending = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var version = 0L;

        // Two senders with versions that are often old, clients that ask again and again, stall and recover.
        var senders = Enumerable.Range(1, 2).Select(seed => Task.Run(() => Send(new Random(seed)), CancellationToken.None));
        var askers = clients.Select((client, seed) => Task.Run(() => AskAsync(client, new Random(seed)), CancellationToken.None));
        await Task.WhenAll([.. senders, .. askers]);

        foreach (var client in clients)
        {
            Assert.Equal(1, client.MostOutstanding);
            foreach (var ofPlace in client.Written.GroupBy(snapshot => snapshot.GetProperty("place").GetString()))
            {
                var versions = ofPlace.Select(snapshot => snapshot.GetProperty("version").GetInt64()).ToArray();
                Assert.True(versions.Length > 5, "there was something to see");
                Assert.Equal(versions.Order(), versions);
            }
        }

        void Send(Random random)
        {
            while (!ending.IsCancellationRequested)
            {
                var place = places[random.Next(places.Length)];
                stage.Grains[place].Tell(Town.Alone(place, Math.Max(1, Interlocked.Increment(ref version) - random.Next(50))));
                Thread.Yield();
            }
        }

        async Task AskAsync(FakeClient client, Random random)
        {
            while (!ending.IsCancellationRequested)
            {
                await client.WatchAsync(places[random.Next(places.Length)]);
                if (random.Next(10) == 0)
                {
                    client.Stall();
                    await Task.Delay(TimeSpan.FromMilliseconds(random.Next(15)), TimeProvider.System, CancellationToken.None);
                    client.Recover();
                }
                await Task.Yield();
            }
        }
    }
}
