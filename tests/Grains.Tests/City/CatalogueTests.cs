using Xunit;

namespace GridGrains.Grains.Tests.City;

public sealed class CatalogueTests
{
    [Fact]
    public void Current_HasEveryCountsSeries() =>
        Assert.All(Catalogue.Current.Counts.Where(c => c.Series is not null), c => Assert.True(Catalogue.Current.TryGetSeries(c.Series, out _), c.Code));

    // Vectors and saved states name counts and series by their place: a change here is a change of what is stored.
    [Fact]
    public void Current_OrderOfWhatIsStored_StaysAsItIs()
    {
        Assert.Equal(("households.canvassed", 73), (Catalogue.Current.Series[0].Code, Catalogue.Current.Series.Length));
        Assert.Equal(("grids.reported_today", 87), (Catalogue.Current.Counts[^1].Code, Catalogue.Current.Counts[^1].Index));
        Assert.Equal(87, Catalogue.Current.Counts.Single(c => c.Code == "grids.reported_today").Index);
    }

    [Theory]
    [InlineData("sum", 7, 7)]
    [InlineData("subjects", 7, 1)]
    [InlineData("subjects", 0, 0)]
    [InlineData("atLeast:3", 3, 1)]
    [InlineData("atLeast:3", 2, 0)]
    [InlineData("below:3", 2, 1)]
    [InlineData("below:3", 3, 0)]
    [InlineData("below:3", 0, 0)]
    [InlineData("exactly:2", 2, 1)]
    [InlineData("exactly:2", 3, 0)]
    [InlineData("group:duty", 1, 1)]
    [InlineData("posts:open", 1, 0)]
    public void Measure_OfAValue(string measure, long value, long counted) => Assert.Equal(counted, Measure.Parse(measure).Of(value));

    [Theory]
    [InlineData("average")]
    [InlineData("atLeast")]
    [InlineData("atLeast:0")]
    [InlineData("below:x")]
    public void Measure_Unknown_IsRefused(string measure) => Assert.Throws<FormatException>(() => Measure.Parse(measure));
}
