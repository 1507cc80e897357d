using GridGrains.History;
using Xunit;

namespace GridGrains.Grains.Tests.History;

public sealed class CountHistoryTests
{
    private static readonly Count Sampled = Catalogue.Current.Counts.Single(c => c.Code == "tests.sampled");

    [Fact]
    public void Read_ValuesAtTheMomentsAskedFor()
    {
        var history = new CountHistory();
        Record(history, minute: 2, value: 10);
        Record(history, minute: 4, value: 20);
        Record(history, minute: 11, value: 30);
        Assert.Equal([0, 20, 20, 30], Read(history, 0, 15).Select(p => p.Value));
    }

    [Fact]
    public void Read_ToNow_EndsWithThePresentValue()
    {
        var history = new CountHistory();
        Record(history, minute: 6, value: 10);
        var points = history.Read(Sampled, CountHistory.Step, Facts.Start, Facts.Start.AddHours(1), Facts.Start.AddMinutes(7))!.Value;
        Assert.Equal(new HistoryPoint(Facts.Start.AddMinutes(7), 10), points[^1]);
        Assert.Equal(3, points.Length);
    }

    [Fact]
    public void Read_FinerOrOlderThanKept_IsLeftToTheJournal()
    {
        var history = new CountHistory();
        Record(history, minute: 2, value: 10);
        var now = Facts.Start.AddDays(3);
        Assert.Null(history.Read(Sampled, TimeSpan.FromMinutes(1), now.AddHours(-1), now, now));
        Assert.Null(history.Read(Sampled, CountHistory.Step, Facts.Start, now, now));
        history.Since = now.AddMinutes(-10);
        Assert.Null(history.Read(Sampled, CountHistory.Step, now.AddHours(-1), now, now));
    }

    [Fact]
    public void Record_ForDays_KeepsNoMoreThanItsReachAndStillKnowsTheValueAtItsStart()
    {
        var history = new CountHistory();
        for (var minute = 0; minute < 5 * 24 * 60; minute += 5)
            Record(history, minute, minute + 1);
        Assert.InRange(history.Changes.Count(), 576, 700);
        var now = Facts.Start.AddDays(5);
        var points = history.Read(Sampled, CountHistory.Step, now - CountHistory.Reach, now, now)!.Value;
        Assert.Equal((3 * 24 * 60) + 1, points[0].Value);
    }

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static void Record(CountHistory history, int minute, long value) =>
        history.Record(Facts.Start.AddMinutes(minute), Facts.Vector(("tests.sampled", value)).AsSpan());

    private static System.Collections.Immutable.ImmutableArray<HistoryPoint> Read(CountHistory history, int from, int to) => history.Read(
        Sampled, CountHistory.Step, Facts.Start.AddMinutes(from), Facts.Start.AddMinutes(to), Facts.Start.AddDays(1))!.Value;

    [Fact]
    public void Before_IsWhatTheTargetsCountsWereThen_OrAtTheOpening()
    {
        var campaign = City.CityFacts.Campaign("c", "a") with
        {
            Targets = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"),
        };
        var history = new CountHistory();
        history.Record(Facts.Start.AddMinutes(10), Facts.Vector(("tests.sampled", 10)).AsSpan());
        history.Record(Facts.Start.AddMinutes(70), Facts.Vector(("tests.sampled", 30)).AsSpan());
        Assert.Equal([0L], history.Before(campaign, Facts.Start.AddMinutes(30), Hour));
        Assert.Equal([10L], history.Before(campaign, Facts.Start.AddMinutes(100), Hour));
        Assert.Equal([30L], history.Before(campaign, Facts.Start.AddMinutes(140), Hour));
        history.Since = Facts.Start.AddMinutes(90);
        Assert.Equal([-1L], history.Before(campaign, Facts.Start.AddMinutes(140), Hour));
        Assert.True(history.Before(City.CityFacts.Campaign("c", "a"), Facts.Start, Hour).IsDefault);
    }
}
