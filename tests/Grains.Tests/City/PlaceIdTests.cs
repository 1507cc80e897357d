using Xunit;

namespace GridGrains.Grains.Tests.City;

public sealed class PlaceIdTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("enping.shengtang.v03.g02")]
    [InlineData("a.b.c.d.e.f.g.h.i.j")]
    [InlineData("abcdefghijklmnopqrstuvwxyz-01234")]
    public void TryParse_WellFormed_IsTaken(string text) => Assert.Equal(text, PlaceId.Parse(text).Value);

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a_b")]
    [InlineData("圣堂")]
    [InlineData("a.b.c.d.e.f.g.h.i.j.k")]
    [InlineData("abcdefghijklmnopqrstuvwxyz-012345")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(PlaceId.TryParse(text, null, out _));

    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b.c", "a.b", true)]
    [InlineData("a.bc", "a.b", false)]
    [InlineData("a", "a.b", false)]
    public void IsWithin_EndsAtASegment(string place, string root, bool within) =>
        Assert.Equal(within, PlaceId.Parse(place).IsWithin(PlaceId.Parse(root)));

    [Fact]
    public void Parent_OfEach_UpToTheRoot()
    {
        var place = PlaceId.Parse("a.b.c");
        Assert.Equal("a.b", place.Parent?.Value);
        Assert.Null(place.Parent?.Parent?.Parent);
        Assert.Equal((3, "a.b.c.desk", true), (place.Depth, place.Desk.Value, place.Desk.IsDesk));
    }
}
