using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

public sealed class LeaseTests
{
    [Fact]
    public async Task Lease_OfAWatchedPlace_IsRenewedAtAThird()
    {
        await using var stage = new Stage();
        await stage.Client().WatchAsync(Town.Root);
        var grain = stage.Grains[Town.Root];
        var before = grain.Watches;

        stage.Time.Advance(IPlaceObserver.Lease / 3);
        await Until.TrueAsync(() => grain.Watches == before + 1, "the first renewal");
        await SettledAsync(grain);
        stage.Time.Advance(IPlaceObserver.Lease / 3);
        await Until.TrueAsync(() => grain.Watches == before + 2, "the second renewal");
    }

    [Fact]
    public async Task Lease_Lost_IsHealedByTheRenewal()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        stage.Grains[Town.Root].LoseLeases();
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 4));
        stage.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([0], client.Versions);

        stage.Time.Advance(PlaceLease.RenewalInterval);
        await Until.TrueAsync(() => client.Versions is [0, 4], "what happened while the lease was lost");
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 5));
        stage.Time.Advance(TimeSpan.FromSeconds(1));

        await Until.TrueAsync(() => client.Versions is [0, 4, 5], "pushes by the new lease");
    }

    [Fact]
    public async Task Watch_GrainDoesNotAnswer_IsUnavailableAndTriedAgain()
    {
        await using var stage = new Stage();
        var grain = stage.Grains[Town.Root];
        grain.BeforeAnswer = () => throw new TimeoutException("no silo");
        var client = stage.Client();

        var (_, problem) = await client.Feed.WatchAsync([Town.Key(Town.Root)], TestContext.Current.CancellationToken);
        Assert.Equal("unavailable", problem!.Code);

        grain.BeforeAnswer = () => Task.CompletedTask;
        grain.Set(Town.Alone(Town.Root, 2));
        Assert.Equal(2, (await client.WatchAsync(Town.Root))[0].GetProperty("version").GetInt64());
    }

    [Fact]
    public async Task Renewal_Failed_IsTriedAgainAfterASecond()
    {
        await using var stage = new Stage();
        var client = stage.Client();
        await client.WatchAsync(Town.Root);
        var grain = stage.Grains[Town.Root];
        grain.LoseLeases();
        grain.Set(Town.Alone(Town.Root, 6));
        grain.BeforeAnswer = () => throw new TimeoutException("no silo");
        var before = grain.Watches;
        stage.Time.Advance(PlaceLease.RenewalInterval);
        await Until.TrueAsync(() => grain.Watches == before + 1, "the renewal that fails");

        grain.BeforeAnswer = () => Task.CompletedTask;
        await Until.TrueAsync(
            () =>
            {
                stage.Time.Advance(TimeSpan.FromSeconds(1));
                return client.Versions is [0, 6];
            },
            "the renewal that does not");
    }

    [Fact]
    public async Task Unwatch_LastOfTwoClients_GivesTheLeaseBackAfterLingering()
    {
        await using var stage = new Stage();
        var grain = stage.Grains[Town.Root];
        var (one, other) = (stage.Client(), stage.Client());
        await one.WatchAsync(Town.Root);
        await other.WatchAsync(Town.Root);

        one.Feed.Unwatch([Town.Key(Town.Root)]);
        stage.Time.Advance(stage.Options.Linger * 2);
        await SettledAsync(grain);
        Assert.Equal(0, grain.Unwatches);

        other.Dispose();
        await SettledAsync(grain);
        Assert.Equal(0, grain.Unwatches);
        await Until.TrueAsync(
            () =>
            {
                stage.Time.Advance(stage.Options.Linger);
                return grain.Unwatches == 1;
            },
            "the lease to be given back");
        await Until.TrueAsync(() => stage.Feed.Count == 0, "the place to be forgotten");
        Assert.False(grain.IsWatched);
    }

    [Fact]
    public async Task Watch_WhileTheLastOneLingers_KeepsTheLease()
    {
        await using var stage = new Stage();
        var grain = stage.Grains[Town.Root];
        var first = stage.Client();
        await first.WatchAsync(Town.Root);
        first.Dispose();
        stage.Time.Advance(stage.Options.Linger / 2);

        var second = stage.Client();
        await second.WatchAsync(Town.Root);
        stage.Time.Advance(stage.Options.Linger * 2);
        await SettledAsync(grain);

        Assert.Equal(0, grain.Unwatches);
        Assert.True(grain.IsWatched);
    }

    [Fact]
    public async Task Watch_WhileTheLeaseIsGivenBack_EndsWatched()
    {
        await using var stage = new Stage();
        stage.Options.Linger = TimeSpan.Zero;
        var grain = stage.Grains[Town.Root];
        for (var i = 0; i < 200; i++)
        {
            var client = stage.Client();
            await client.WatchAsync(Town.Root);
            Assert.True(grain.IsWatched, $"round {i}");
            client.Dispose();
        }
    }

    // A question that is answered shows that the lease's loop has done what was to be done before.
    private static async Task SettledAsync(FakePlace grain)
    {
        var seen = -1;
        await Until.TrueAsync(() => seen == (seen = grain.Watches), "the lease's loop to come to rest");
    }
}
