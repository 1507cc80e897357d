using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>What an area finds out by itself soon after it has woken, long before it compares what it knows with the journal.</summary>
public sealed class FirstLookTests : IAsyncLifetime
{
    // 10:00 in China, some day.
    private static readonly DateTimeOffset TenOClock = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly ShiftedTime time = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(TenOClock - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time, ("RollUp:SilenceInterval", "01:00:00"));
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task PostsOfLeavesThatNeverReported_AreCountedBeforeTheFirstSilence()
    {
        ImmutableArray<ImportRow<Post>> posts =
        [
            new(1, new Post("site-1", PlaceId.Parse("a.v1.g1"), "sampling-site", "采样点1", "cadre:1", "07:30-21:00")),
            new(2, new Post("command", PlaceId.Parse("a.desk"), "command-post", "指挥部", "cadre:1", "00:00-24:00")),
        ];
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPosts(posts, dryRun: false, "test")).Errors);
        await silo.FollowCityAsync();
        await Eventually.IsAsync(
            async () => (await silo.Area("a").Get()).Counts.AsSpan().Of("posts.open"), open => open == 2, "the grid's post and the desk's counted at the town");
    }
}
