using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using Xunit;

namespace GridGrains.Grains.Tests.Grid;

public sealed class GridStateTests
{
    [Fact]
    public void Apply_AnyOrderAndRepetition_SameCountsAsAPlainRecount() =>
        Prop.ForAll(
            (from day in Facts.Days
             from order in Facts.Shuffled([.. day, .. day.Take(day.Count / 2)])
             select (day, order)).ToArbitrary(),
            x => CountsOf(x.order).SequenceEqual(PlainCounts(x.day))).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_AnySplitIntoReports_SameCounts() =>
        Prop.ForAll(
            (from observations in Gen.ListOf(Facts.Observations)
             from size in Gen.Choose(1, 7)
             select (Distinct(observations), size)).ToArbitrary(),
            x =>
            {
                var whole = CountsOf([Facts.Report([.. x.Item1])]);
                var split = CountsOf(x.Item1.Chunk(x.size).Select(chunk => Facts.Report(chunk)));
                return whole.SequenceEqual(split);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Apply_LaterObservation_Corrects()
    {
        var state = new GridState(Catalogue.Current);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 10, second: 1)]);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 7, second: 2)]);
        Assert.Equal(7, state.Counts.Of("tests.sampled"));
        Assert.Equal(1, state.Counts.Of("tests.tubes"));
    }

    [Fact]
    public void Apply_EarlierObservation_IsSuperseded()
    {
        var state = new GridState(Catalogue.Current);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 10, second: 2)]);
        Assert.Equal((0, 1), state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 7, second: 1)]));
        Assert.Equal(10, state.Counts.Of("tests.sampled"));
    }

    [Fact]
    public void Apply_Zero_Retracts()
    {
        var state = new GridState(Catalogue.Current);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 10, second: 1)]);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 0, second: 2)]);
        Assert.True(state.Counts.ToArray().All(c => c == 0));
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void Apply_EqualTimes_GreaterReportIdWins(int first, int second)
    {
        var state = new GridState(Catalogue.Current);
        foreach (var n in new[] { first, second })
            state.Apply(Guid.Parse($"00000000-0000-0000-0000-00000000000{n}"), [Facts.Sampled("T1", n)]);
        Assert.Equal(2, state.Counts.Of("tests.sampled"));
    }

    [Fact]
    public void Apply_EqualTimesInOneReport_LaterOneWins()
    {
        var state = new GridState(Catalogue.Current);
        Assert.Equal((1, 1), state.Apply(Guid.NewGuid(), [Facts.Sampled("T1", 9), Facts.Sampled("T1", 4)]));
        Assert.Equal(4, state.Counts.Of("tests.sampled"));
    }

    [Fact]
    public void Apply_Stages_CountWhereTheCaseStands()
    {
        var state = new GridState(Catalogue.Current);
        void Stage(int stage, int second) => state.Apply(Guid.NewGuid(), [new("issues", "i1", stage, Facts.Start.AddSeconds(second))]);
        Stage(1, 1);
        Assert.Equal((1, 1, 0), (state.Counts.Of("issues.found"), state.Counts.Of("issues.open"), state.Counts.Of("issues.rectified")));
        Stage(3, 2);
        Assert.Equal((1, 0, 1), (state.Counts.Of("issues.found"), state.Counts.Of("issues.open"), state.Counts.Of("issues.rectified")));
        Stage(2, 3);
        Assert.Equal((1, 1, 0), (state.Counts.Of("issues.found"), state.Counts.Of("issues.open"), state.Counts.Of("issues.rectified")));
    }

    [Fact]
    public void Apply_DutySeries_AddUpInTheirGroup()
    {
        var state = new GridState(Catalogue.Current);
        state.Apply(Guid.NewGuid(), [new("duty.cadre", "b1", 1, Facts.Start), new("duty.medic", "b2", 1, Facts.Start)]);
        Assert.Equal(2, state.Counts.Of("duty.on"));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(50_000)]
    public void Apply_KnownSubject_AllocatesNothingHoweverManyThereAre(int subjects)
    {
        var state = new GridState(Catalogue.Current);
        for (var i = 0; i < subjects; i++)
            state.Apply(Guid.NewGuid(), [Facts.Sampled($"T{i}", 1)]);
        Observation[] correction = [Facts.Sampled("T7", 2, second: 1)];
        state.Apply(Guid.NewGuid(), correction);
        var report = Guid.NewGuid();

        var before = GC.GetAllocatedBytesForCurrentThread();
        state.Apply(report, correction);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Winners_OfASeries_BySubject()
    {
        var state = new GridState(Catalogue.Current);
        state.Apply(Guid.NewGuid(), [Facts.Sampled("T2", 2), Facts.Sampled("T1", 1), new("duty.cadre", "b1", 1, Facts.Start)]);
        Assert.Equal(["T1", "T2"], state.Winners("tests.sampled").Select(o => o.Subject));
        Assert.Equal(3, state.Winners().Count());
    }

    private static long[] CountsOf(IEnumerable<Report> reports)
    {
        var state = new GridState(Catalogue.Current);
        foreach (var report in reports)
            state.Apply(report.ReportId, report.Observations.AsSpan());
        return state.Counts.ToArray();
    }

    // The rule as it is written, over everything at once.
    private static long[] PlainCounts(List<Report> reports)
    {
        var winners = reports
            .SelectMany(r => r.Observations.Select((o, index) => (r.ReportId, Index: index, Observation: o)))
            .GroupBy(x => (x.Observation.Series, x.Observation.Subject))
            .Select(g => g.OrderBy(x => x.Observation.At).ThenBy(x => x.ReportId).ThenBy(x => x.Index).Last().Observation)
            .ToList();
        return [.. Catalogue.Current.Counts.Select(c => winners.Where(w => IsOf(c, w)).Sum(w => c.Measure.Of(w.Value)))];
    }

    private static bool IsOf(Count count, Observation winner) =>
        count.Series == winner.Series || (count.Measure.Kind == MeasureKind.Group && winner.Series.StartsWith("duty.", StringComparison.Ordinal));

    // Split reports have ids of their own, so that two observations of one subject at one moment would be a tie that a split may turn.
    private static List<Observation> Distinct(IEnumerable<Observation> observations) =>
        [.. observations.DistinctBy(o => (o.Series, o.Subject, o.At))];
}
