using Xunit;
using TheCity = GridGrains.City;

namespace GridGrains.Grains.Tests.City;

public sealed class CityTests
{
    private static readonly TheCity Town = new(CityFacts.Image("a/town", "a.v1/village", "a.v1.g1/grid/120", "a.v1.g2/grid/80", "a.v2/village/500"));

    [Fact]
    public void Expected_SumsAttributesAndPlacesBelow()
    {
        Assert.True(Town.TryGetPlace(PlaceId.Parse("a"), out var town));
        Assert.Equal(700, town.Expected["households"]);
        Assert.Equal([("grid", 2), ("village", 2)], town.PlacesBelow.Select(p => (p.Key, (int)p.Value)));
    }

    [Theory]
    [InlineData("a.desk", true)]
    [InlineData("a.v1.desk", true)]
    [InlineData("a.v1.g1.desk", false)]
    [InlineData("a.v2.desk", false)]
    [InlineData("desk", false)]
    [InlineData("b.desk", false)]
    public void TryGetPlace_Desk_IsThereForEveryAreaAndNoLeaf(string desk, bool there) =>
        Assert.Equal(there, Town.TryGetPlace(PlaceId.Parse(desk), out _));

    [Theory]
    [InlineData("a.v1", true)]
    [InlineData("a.v1.g1", true)]
    [InlineData("a", false)]
    [InlineData("a.v2", false)]
    public void TryGetLedger_OnlyAtAndBelowTheRoot(string place, bool there)
    {
        var city = new TheCity(CityFacts.Image("a/town", "a.v1/village", "a.v1.g1/grid", "a.v2/village") with { Campaigns = [CityFacts.Campaign("c", "a.v1")] });
        Assert.Equal(there, city.TryGetLedger(new("c", PlaceId.Parse(place)), out _, out _));
    }

    [Fact]
    public void TimeAt_InADrill_RunsFromItsOriginAtItsSpeed()
    {
        var drill = CityFacts.Campaign("c", "a") with { Drill = new(Facts.Start, 120) };
        Assert.Equal(Facts.Start.AddMinutes(120), drill.TimeAt(drill.CreatedAt.AddMinutes(1)));
    }

    [Fact]
    public void Take_OlderImage_ChangesNothing()
    {
        var current = new CurrentCity();
        Assert.False(current.Known.IsCompleted);
        current.Take(CityFacts.Image("a/town") with { Version = 2 });
        current.Take(CityFacts.Image() with { Version = 1 });
        Assert.Equal((2, 1), (current.Value.Version, current.Value.PlaceCount));
        Assert.True(current.Known.IsCompletedSuccessfully);
    }
}
