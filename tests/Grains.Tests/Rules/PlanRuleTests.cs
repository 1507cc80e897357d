using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using GridGrains.Rules;
using Xunit;
using static GridGrains.Grains.Tests.Rules.RuleStage;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>The rules of areas, as tables. Two grids of 100 residents; from 8:00 to 20:00 of the next day, 36 hours.</summary>
public sealed class PlanRuleTests
{
    private static readonly Campaign Round = Standing with
    {
        Id = "round",
        Kind = CampaignKind.Round,
        OpensAt = Hour(8),
        Deadline = Hour(44),
        Targets = ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"),
    };

    private readonly RuleStage stage = new() { Campaign = Round };

    [Theory]
    [InlineData(10.9, 0, "")] // the first three hours say nothing
    [InlineData(11, 0, "coverage.behind tests.sampled 11")]
    [InlineData(11, 13, "")] // 80 % of the 16 of the plan
    [InlineData(11, 12, "coverage.behind tests.sampled 11")]
    [InlineData(30, 97, "")]
    [InlineData(30, 96, "coverage.behind tests.sampled 30")]
    [InlineData(44, 79, "")] // the deadline
    public void CoverageBehind_ThePlansCurve(double hour, long sampled, string stands)
    {
        stage.Hear("a.v.g1", 5, 9, ("tests.sampled", sampled));
        stage.Hear("a.v.g2", 0, 9);
        Assert.Equal(stands, stage.AtArea(hour, "coverage.behind"));
    }

    [Theory]
    [InlineData(11, 20, "")] // 80 % of the 25 that three of 24 hours make
    [InlineData(11, 19, "coverage.behind tests.sampled 11")]
    [InlineData(30, 80, "")] // at night the plan stands still
    [InlineData(32, 79, "coverage.behind tests.sampled 32")]
    public void CoverageBehind_WherePeopleRestAtNight(double hour, long sampled, string stands)
    {
        var resting = Resting();
        resting.Hear("a.v.g1", 5, 9, ("tests.sampled", sampled));
        Assert.Equal(stands, resting.AtArea(hour, "coverage.behind"));
    }

    [Theory]
    [InlineData(12, 40, "")] // 10 an hour, and 16 of the 20 hours left would do
    [InlineData(12, 30, "finish.late tests.sampled 12")] // 7.5 an hour: 170 need 22.7 hours
    [InlineData(32, 101, "")] // after the night, as before it
    public void FinishLate_WherePeopleRestAtNight(double hour, long sampled, string stands)
    {
        var resting = Resting();
        resting.Campaign = Round with { Root = PlaceId.Parse("a.v") };
        resting.Hear("a.v.g1", 5, 9, ("tests.sampled", sampled));
        Assert.Equal(stands, resting.AtArea(hour, "finish.late"));
    }

    [Fact]
    public void CoverageBehind_IsSaidRightAboveTheGrids()
    {
        stage.LookAt("a");
        stage.Hear("a.v", 0, 9);
        Assert.Equal("", stage.AtArea(16, "coverage.behind"));
    }

    [Theory]
    [InlineData(10, 10, "")] // three hours first
    [InlineData(12, 23, "")] // 5.75 an hour, and 30.8 hours would do
    [InlineData(12, 22, "finish.late tests.sampled 12")] // 5.5 an hour: 178 need 32.4 hours, and there are 32
    [InlineData(12, 0, "finish.late tests.sampled 12")] // never
    [InlineData(32, 134, "")] // after the night
    [InlineData(32, 133, "finish.late tests.sampled 32")]
    public void FinishLate_IfItGoesOnLikeThis(double hour, long sampled, string stands)
    {
        stage.Campaign = Round with { Root = PlaceId.Parse("a.v") };
        stage.Hear("a.v.g1", 5, 9, ("tests.sampled", sampled));
        Assert.Equal(stands, stage.AtArea(hour, "finish.late"));
    }

    [Fact]
    public void FinishLate_GoesByTheLast24Hours_AndIsSaidOfTheWholeCampaign()
    {
        stage.Campaign = Round with { Root = PlaceId.Parse("a.v"), Deadline = Hour(68) };
        stage.Hear("a.v.g1", 5, 9, ("tests.sampled", 90));
        Assert.Equal("", stage.AtArea(20, "finish.late"));
        // A whole day later nothing has been added: at that rate it never ends.
        Assert.Equal("finish.late tests.sampled 34", stage.AtArea(34, "finish.late"));
        stage.Campaign = stage.Campaign with { Root = PlaceId.Parse("a") };
        Assert.Equal("", stage.AtArea(34, "finish.late"));
    }

    [Theory]
    [InlineData(10.9, "")]
    [InlineData(12.4, "")]
    [InlineData(12.5, "area.silent - 9.5")] // three hours after the last report of anybody
    [InlineData(20, "")] // at night nobody is waited for
    [InlineData(35, "area.silent - 32")]
    public void AreaSilent_WhenNobodyBelowReports(double hour, string stands)
    {
        stage.Hear("a.v.g1", 2, 9, ("tests.sampled", 5));
        stage.Hear("a.v.g2", 1, 9.5);
        Assert.Equal(stands, stage.AtArea(hour, "area.silent"));
        stage.Hear("a.v.g2", 2, hour);
        Assert.Equal("", stage.AtArea(hour, "area.silent"));
    }

    [Fact]
    public void AreaSilent_NotWhereAllIsDone()
    {
        stage.Hear("a.v.g1", 2, 9, ("tests.sampled", 200));
        Assert.Equal("", stage.AtArea(18, "area.silent"));
    }

    [Theory]
    [InlineData(2, "")]
    [InlineData(3, "grids.declared grid 9")]
    [InlineData(1, "grids.declared grid 9")]
    [InlineData(0, "")] // nothing declared
    public void GridsDeclared_OtherThanThosePresent(long declared, string stands)
    {
        stage.Campaign = Standing;
        stage.AreaAttributes = Attributes(("declared_grid", declared));
        Assert.Equal(stands, stage.AtArea(9, "grids.declared"));
    }

    [Fact]
    public void OrderAndRepetition_LeaveNoWrongAlertStandingAtAnArea() => Prop.ForAll(
        Arb.From(
            from said in Gen.ListOf(Messages())
            let distinct = said.DistinctBy(m => (m.Grid, m.Version)).ToList()
            from first in Facts.Shuffled(distinct)
            from second in Facts.Shuffled([.. distinct, .. distinct])
            select (first, second)),
        days => Assert.Equal(AtNoon(days.first), AtNoon(days.second))).QuickCheckThrowOnFailure();

    // A grid's later version has the later time.
    private static Gen<(string Grid, int Version, long Sampled)> Messages() =>
        from grid in Gen.Elements("a.v.g1", "a.v.g2")
        from version in Gen.Choose(1, 10)
        from sampled in Gen.Choose(0, 20)
        select (grid, version, (long)sampled);

    private static string AtNoon(IEnumerable<(string Grid, int Version, long Sampled)> said)
    {
        var stage = new RuleStage { Campaign = Round };
        foreach (var (grid, version, sampled) in said)
            stage.Hear(grid, version, 8 + (version * 0.2), ("tests.sampled", sampled));
        return stage.AtArea(12, "coverage.behind", "area.silent");
    }

    private static RuleStage Resting() => new()
    {
        Campaign = Round,
        Rules = new RuleBook(RuleFile.Own, RuleBookTests.Read("""
            { "rules": [ { "code": "coverage.behind", "hours": "08:00-20:00" }, { "code": "finish.late", "hours": "08:00-20:00" } ] }
            """)),
    };
}
