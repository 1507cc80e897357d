using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Cli.Tests;

public sealed class PlaybookTests
{
    private static readonly Gen<(long[] Residents, PlanRow Row)> AnyWork =
        from residents in Gen.Choose(0, 900).Select(r => (long)r).NonEmptyListOf()
        from total in Gen.Choose(0, 5000)
        from perSubject in Gen.Choose(1, 20)
        from shape in Gen.Elements(PlanShape.Even, PlanShape.Daytime)
        select (residents.ToArray(), Plans.Row with { Total = total, PerSubject = perSubject, Shape = shape });

    [Fact]
    public void Of_AnyTownAndTotal_SumsToItExactly() => Prop.ForAll(
        AnyWork.ToArbitrary(),
        work =>
        {
            var reports = Plans.Playbook(Plans.Town(work.Residents), work.Row).Reports;
            return new Tally(reports).Winners("round", work.Row.Place, work.Row.Series).Sum() == work.Row.Total;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_AnyTownAndTotal_GivesEverySubjectItsWorthAndTheLastTheRest() => Prop.ForAll(
        AnyWork.ToArbitrary(),
        work => Plans.Playbook(Plans.Town(work.Residents), work.Row).Reports
            .GroupBy(r => r.Place)
            .All(leaf => leaf.SelectMany(r => r.Observations).OrderBy(o => o.At).Select(o => o.Value).ToList() is var values
                && values.SkipLast(1).All(v => v == work.Row.PerSubject)
                && values[^1] >= 1 && values[^1] <= work.Row.PerSubject)).QuickCheckThrowOnFailure();

    [Fact]
    public void Of_LeavesWithoutResidents_SharesEvenly()
    {
        var reports = Plans.Playbook(Plans.Town(0, 0, 0), Plans.Row with { Total = 10, PerSubject = 1 }).Reports;
        var parts = reports.GroupBy(r => r.Place).OrderBy(g => g.Key.Value).Select(g => g.Sum(r => r.Observations.Length));
        Assert.Equal([4, 3, 3], parts);
    }

    [Fact]
    public void Of_TwoRowsOfOneSeries_KeepsTheirSubjectsApart()
    {
        var reports = Plans.Playbook(Plans.Town(5, 5), Plans.Row, Plans.Row with { Number = 2, Total = 30 }).Reports;
        Assert.Equal(130, new Tally(reports).Winners("round", Plans.Row.Place, "tests.sampled").Sum());
    }

    [Fact]
    public void Of_LeafAsPlace_ReportsThereOnly()
    {
        var leaf = PlaceId.Parse("town.g001");
        var reports = Plans.Playbook(Plans.Town(1, 2, 3), Plans.Row with { Place = leaf }).Reports;
        Assert.All(reports, r => Assert.Equal(leaf, r.Place));
    }

    [Fact]
    public void Of_UnknownPlace_NamesRowAndPlace()
    {
        var failure = Assert.Throws<CommandFailure>(() => Plans.Playbook(Plans.Town(1), Plans.Row with { Place = PlaceId.Parse("elsewhere") }));
        Assert.Equal((ExitCode.WrongUse, "'plan.csv', row 1: 'elsewhere' is not in places.csv."), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void Of_ChangedPlan_NamesReportsOtherwise()
    {
        var before = Plans.Playbook(Plans.Town(1), Plans.Row).Reports;
        var after = Plans.Playbook(Plans.Town(1), Plans.Row with { PerSubject = 5 }).Reports;
        Assert.Empty(before.Select(r => r.ReportId).Intersect(after.Select(r => r.ReportId)));
    }
}
