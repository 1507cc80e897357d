using GridGrains.Daily;
using GridGrains.Grid;
using Xunit;

namespace GridGrains.Grains.Tests.Daily;

public sealed class DailyPostsTests
{
    private static readonly PlaceId Guarded = PlaceId.Parse("a.g1");

    private static readonly GridGrains.City Town = new(new CityImage(
        1,
        [City.CityFacts.Place("a/town"), City.CityFacts.Place("a.g1/grid/10"), City.CityFacts.Place("a.g2/grid/10")],
        [new Post("gate", Guarded, "gate", "卡口", "police:1", "00:00-24:00")],
        []));

    private readonly DailyPosts posts = new(City.CityFacts.Campaign("duty", "a") with { OpensAt = DateTimeOffset.UnixEpoch }, Town, new DateTime(2022, 10, 6, 10, 0, 0, DateTimeKind.Utc));

    [Fact]
    public void WhereAPurgeHasTakenWhoWasThere_PostsAreNotCounted()
    {
        posts.Add(PlaceId.Parse("a.g2"), duty: null);
        Assert.False(posts.IsForgotten); // it has none
        posts.Add(Guarded, duty: null);
        Assert.True(posts.IsForgotten);
    }

    [Fact]
    public void ALeaf_IsCountedOnce_WhetherItHasALedgerOrNot()
    {
        Assert.True(Town.TryGetPlace(PlaceId.Parse("a"), out var town));
        posts.Add(Guarded, new DutyBook());
        posts.AddUnreported(town);
        var counts = new long[Catalogue.Current.Counts.Length];
        posts.WriteTo(counts);
        Assert.Equal((1, 0, 1), (Counted(counts, "posts.open"), Counted(counts, "posts.staffed"), Counted(counts, "posts.short")));
    }

    private static long Counted(long[] counts, string code) => new ReadOnlySpan<long>(counts).Of(code);
}
