namespace GridGrains.Feed.Tests;

public sealed class SlowClientTests
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
            await stage.PassUntilAsync(Interval, () => quick.Versions[^1] == version, $"version {version} at the quick client");
        }
        Assert.Equal([0, 1], slow.Versions);

        slow.Recover();
        await stage.PassUntilAsync(Interval, () => slow.Versions is [0, 1, 5], "the newest version at the slow client");
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
        await stage.PassUntilAsync(
            Interval,
            () => quick.Versions.Count(version => version == 200) == 3,
            "the last version of each place at the quick client");
        Assert.Equal(4, client.Written.Length);

        client.Recover();
        await stage.PassUntilAsync(
            Interval,
            () => client.Versions.Count(version => version == 200) == 3,
            "the newest of each place");
        Assert.InRange(client.Written.Length, 6, 7);
    }

    [Fact]
    public async Task Versions_HoweverThingsInterleave_NeverFall()
    {
        await using var stage = new Stage(TimeProvider.System);
        stage.Options.SnapshotInterval = TimeSpan.FromMilliseconds(10);
        var places = new[] { Town.Root, Town.North, Town.South };
        var clients = Enumerable.Range(0, 4).Select(_ => stage.Client()).ToArray();
        using var ending = new CancellationTokenSource();
        var version = 0L;

        // Two senders with versions that are often old, clients that ask again and again, stall and recover.
        var senders = Enumerable.Range(1, 2).Select(seed => Task.Run(() => Send(new Random(seed)), CancellationToken.None));
        var askers = clients.Select((client, seed) => Task.Run(() => AskAsync(client, new Random(seed)), CancellationToken.None));
        var all = Task.WhenAll([.. senders, .. askers]);
        await Until.TrueAsync(() => all.IsCompleted || clients.All(client => client.Pushed.Length > 150), "enough pushes to every client");
        await ending.CancelAsync();
        await all;

        foreach (var client in clients)
        {
            Assert.Equal(1, client.MostOutstanding);
            foreach (var ofPlace in client.Written.GroupBy(snapshot => snapshot.GetProperty("place").GetString()))
            {
                var versions = ofPlace.Select(snapshot => snapshot.GetProperty("version").GetInt64()).ToArray();
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
