using System.Collections.Immutable;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

public sealed class PostTests : IAsyncLifetime
{
    // 10:00 in China, some day.
    private static readonly DateTimeOffset TenOClock = new(2026, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly ShiftedTime time = new();
    private RunningSilo silo = null!;

    public async ValueTask InitializeAsync()
    {
        time.Advance(TenOClock - time.GetUtcNow());
        silo = await RunningSilo.StartAsync(time);
        ImmutableArray<ImportRow<Post>> posts =
        [
            new(1, new Post("site-1", PlaceId.Parse("a.v1.g1"), "sampling-site", "采样点1", "cadre:1;volunteer:2", "07:30-21:00")),
            new(2, new Post("gate-1", PlaceId.Parse("a.v1.g2"), "gate", "卡口", "police:1", "20:00-08:00")),
            new(3, new Post("command", PlaceId.Parse("a.desk"), "command-post", "指挥部", "cadre:1", "00:00-24:00")),
        ];
        Assert.Empty((await silo.Grains.GetGrain<ICityGrain>(0).ImportPosts(posts, dryRun: false, "test")).Errors);
        await silo.FollowCityAsync();
    }

    public ValueTask DisposeAsync() => silo.DisposeAsync();

    [Fact]
    public async Task WithoutAnyReport_OpenPostsAreCountedShortUpTheTree() => await TownIsAsync((2, 0, 2));

    [Fact]
    public async Task Duty_ComesAndGoes_AndTheCountsWithIt()
    {
        await TownIsAsync((2, 0, 2));
        await silo.ReportAsync("a.v1.g1", Duty("cadre", "c1"), Duty("volunteer", "v1"), Duty("volunteer", "v2"));
        await TownIsAsync((2, 1, 1));
        time.Advance(TimeSpan.FromMinutes(6.5));
        await silo.ReportAsync("a.v1.g1", Duty("volunteer", "v2", 0, minute: 5));
        await TownIsAsync((2, 0, 2));
        var site = Assert.Single(await silo.Grid("a.v1.g1").Posts());
        Assert.Equal((1, TenOClock.UtcDateTime.AddMinutes(5)), (site.Missing["volunteer"], site.UncoveredSince));
        Assert.True((await silo.Recounter("a").Audit()).Matches);
    }

    [Fact]
    public async Task TheNight_OpensAndClosesPostsWithoutAReport()
    {
        await TownIsAsync((2, 0, 2));
        time.Advance(TimeSpan.FromHours(10.5));
        await TownIsAsync((3, 0, 3));
        time.Advance(TimeSpan.FromHours(1));
        await TownIsAsync((2, 0, 2));
    }

    [Fact]
    public async Task ARestart_KeepsWhoIsOnDutyAndSinceWhenNot()
    {
        await silo.ReportAsync("a.v1.g1", Duty("cadre", "c1"), Duty("volunteer", "v1"), Duty("volunteer", "v2"));
        time.Advance(TimeSpan.FromMinutes(6.5));
        await silo.ReportAsync("a.v1.g1", Duty("volunteer", "v2", post: "other", minute: 5));
        var before = Assert.Single(await silo.Grid("a.v1.g1").Posts());
        Assert.Equal(TenOClock.UtcDateTime.AddMinutes(5), before.UncoveredSince);
        await silo.RestartAsync();
        Assert.Equivalent(before, Assert.Single(await silo.Grid("a.v1.g1").Posts()), strict: true);
        await silo.RestartWithoutSavedStateAsync();
        Assert.Equivalent(before, Assert.Single(await silo.Grid("a.v1.g1").Posts()), strict: true);
        await TownIsAsync((2, 0, 2));
    }

    [Fact]
    public async Task AClosedCampaign_HasNoOpenPosts()
    {
        await TownIsAsync((2, 0, 2));
        await silo.CloseCampaignAsync();
        await TownIsAsync((0, 0, 0));
    }

    private static Observation Duty(string role, string badge, long value = 1, string post = "site-1", int minute = 0) =>
        new($"duty.{role}", badge, value, TenOClock.UtcDateTime.AddMinutes(minute), post);

    private async Task TownIsAsync((long Open, long Staffed, long Short) posts) => await Eventually.IsAsync(
        async () => Counted((await silo.Area("a").Get()).Counts),
        counted => counted == posts,
        $"{posts.Open} posts open, {posts.Staffed} of them staffed, at the town");

    private static (long Open, long Staffed, long Short) Counted(CountVector counts) =>
        (counts.AsSpan().Of("posts.open"), counts.AsSpan().Of("posts.staffed"), counts.AsSpan().Of("posts.short"));
}
