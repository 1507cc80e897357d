namespace GridGrains.Cli.Tests;

public sealed class LeafDayTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(100, 340, 340)]
    [InlineData(13, 7, 3_000)]
    public void Take_AWholeDay_CanvassesEveryDoorAndSamplesEverybodyAndEndsEveryShift(int households, int people, int residents)
    {
        var winners = Winners(new LeafDay(households, people, residents, seed: 5), days: 1);
        Assert.Equal(households, winners.Where(w => w.Key.Series == LoadSeries.Household).Sum(w => w.Value));
        Assert.Equal(0, winners.Where(w => w.Key.Series == LoadSeries.Revisit).Sum(w => w.Value));
        Assert.Equal((people + 9) / 10, winners.Count(w => w.Key.Series == LoadSeries.Tube));
        Assert.All(winners.Where(w => w.Key.Series.Code.StartsWith("duty.", StringComparison.Ordinal)), w => Assert.Equal(0, w.Value));
    }

    [Fact]
    public void Take_TwoDays_HasTwiceTheSubjects()
    {
        var (one, two) = (Winners(new LeafDay(100, 340, 340, 5), 1), Winners(new LeafDay(100, 340, 340, 5), 2));
        Assert.Equal(2 * one.Count, two.Count);
    }

    [Fact]
    public void Take_InPieces_GivesWhatItGivesAtOnce()
    {
        var (whole, pieces) = (new List<LoadObservation>(), new List<LoadObservation>());
        var (once, often) = (new LeafDay(100, 340, 340, 5), new LeafDay(100, 340, 340, 5));
        once.Take(once.Total, whole);
        while (pieces.Count < often.Total)
            often.Take(1, pieces);
        Assert.Equal(whole, pieces);
    }

    [Fact]
    public void Take_Values_AreWhatTheCatalogueAllows()
    {
        var observations = new List<LoadObservation>();
        new LeafDay(500, 5_000, 5_000, 5).Take(3_000, observations);
        Assert.All(observations, o =>
        {
            Assert.True(Catalogue.Current.TryGetSeries(o.Series.Code, out var series));
            Assert.InRange(o.Value, 0, series.Max);
        });
    }

    [Fact]
    public void TimeOf_TheSameMomentTwice_IsLaterEachTime()
    {
        var day = new LeafDay(1, 1, 1, 5);
        Assert.Equal([100, 110, 115, 200], [day.TimeOf(100, 10), day.TimeOf(100, 5), day.TimeOf(90, 1), day.TimeOf(200, 1)]);
    }

    private static Dictionary<(LoadSeries Series, int Subject), int> Winners(LeafDay day, int days)
    {
        var observations = new List<LoadObservation>();
        for (var i = 0; i < days; i++)
            day.Take(day.Total, observations);
        var winners = new Dictionary<(LoadSeries, int), int>();
        foreach (var observation in observations)
            winners[(observation.Series, observation.Subject)] = observation.Value;
        return winners;
    }
}
