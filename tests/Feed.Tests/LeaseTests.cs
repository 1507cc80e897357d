namespace GridGrains.Feed.Tests;

public sealed class LeaseTests
{
    [Fact]
    public async Task Lease_OfAWatchedPlace_IsRenewedAtAThird()
    {
        await using var stage = new Stage();
        await stage.Client().WatchAsync(Town.Root);
        var grain = stage.Grains[Town.Root];
        for (var renewal = 1; renewal <= 3; renewal++)
        {
            await Until.TrueAsync(() => stage.Time.IsDueIn(IPlaceObserver.Lease / 3), "the lease's loop to come to rest");
            var before = grain.Watches;
            stage.Time.Advance(IPlaceObserver.Lease / 3);
            await Until.TrueAsync(() => grain.Watches == before + 1, $"renewal {renewal}");
        }
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

        var lost = stage.Time.GetUtcNow();
        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => client.Versions is [0, 4], "what happened while the lease was lost");
        Assert.InRange(stage.Time.GetUtcNow() - lost, TimeSpan.FromSeconds(10), IPlaceObserver.Lease);
        stage.Grains[Town.Root].Tell(Town.Alone(Town.Root, 5));

        await stage.PassUntilAsync(TimeSpan.FromMilliseconds(100), () => client.Versions is [0, 4, 5], "pushes by the new lease");
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
        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => grain.Watches > before, "the renewal that fails");
        await Until.TrueAsync(() => stage.Time.IsDueIn(TimeSpan.FromSeconds(1)), "the next attempt to be a second away");

        grain.BeforeAnswer = () => Task.CompletedTask;
        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => client.Versions is [0, 6], "the renewal that does not");
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
        await RenewedAsync(stage, grain, times: 3);
        Assert.Equal(0, grain.Unwatches);

        other.Dispose();
        var left = stage.Time.GetUtcNow();
        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => stage.Feed.Count == 0, "the place to be forgotten");
        Assert.True(stage.Time.GetUtcNow() - left >= stage.Options.Linger, "it lingered");
        Assert.Equal(1, grain.Unwatches);
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
        await RenewedAsync(stage, grain, times: 4);

        Assert.Equal(0, grain.Unwatches);
        Assert.True(grain.IsWatched);
    }

    [Fact]
    public async Task Watch_WhileTheLeaseIsGivenBack_TakesANewOne()
    {
        await using var stage = new Stage();
        stage.Options.Linger = TimeSpan.Zero;
        var grain = stage.Grains[Town.Root];
        var unwatching = new TaskCompletionSource();
        grain.BeforeUnwatching = () => unwatching.Task;
        var first = stage.Client();
        await first.WatchAsync(Town.Root);
        first.Dispose();
        await Until.TrueAsync(() => grain.Unwatches == 1, "the lease to be given back");

        var watching = stage.Client().WatchAsync(Town.Root);
        unwatching.SetResult();
        await watching;

        Assert.True(grain.IsWatched);
        Assert.Equal(1, stage.Feed.Count);
    }

    private static async Task RenewedAsync(Stage stage, FakePlace grain, int times)
    {
        var before = grain.Watches;
        await stage.PassUntilAsync(TimeSpan.FromSeconds(1), () => grain.Watches >= before + times, $"{times} renewals");
    }
}
