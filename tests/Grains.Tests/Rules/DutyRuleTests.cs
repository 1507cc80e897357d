using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static GridGrains.Grains.Tests.Rules.RuleStage;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>The rules about posts and shifts, as tables.</summary>
public sealed class DutyRuleTests
{
    private readonly RuleStage stage = new();

    // A turn-back point between two volunteers.
    [Theory]
    [InlineData(12, "")]
    [InlineData(12.2, "")]
    [InlineData(12.25, "post.short turnback 12")]
    [InlineData(12.49, "post.short turnback 12")]
    [InlineData(12.5, "post.gap turnback 12.5, post.short turnback 12")]
    [InlineData(12.9, "post.gap turnback 12.5, post.short turnback 12")]
    [InlineData(13, "post.gap turnback 12.5")] // the second one is there; today it was short for an hour
    [InlineData(23.9, "post.gap turnback 12.5")]
    [InlineData(24, "")] // another day
    public void PostGap_BetweenTwoVolunteers(double hour, string stands)
    {
        stage.Posts = [Post("turnback", "volunteer:1", "00:00-24:00")];
        stage.Report(-60, On("v1", -60));
        stage.Report(12, Off("v1", 12));
        if (hour >= 13)
            stage.Report(13, On("v2", 13));
        Assert.Equal(stands, stage.At(hour, "post.short", "post.gap"));
    }

    [Fact]
    public void PostGap_AddsTheGapsOfTheDay_AndIsLookedAtWhenTheyComeToTheGrace()
    {
        stage.Posts = [Post("turnback", "volunteer:1", "00:00-24:00")];
        stage.Report(-60, On("v1", -60));
        stage.Report(9, Off("v1", 9));
        stage.Report(9.25, On("v1", 9.25));
        stage.Report(15, Off("v1", 15));
        Assert.Equal(15.25, stage.NextAt(15.1));
        Assert.Equal("", stage.At(15.24, "post.gap"));
        Assert.Equal("post.gap turnback 15.25", stage.At(15.25, "post.gap"));
    }

    [Fact]
    public void PostGap_IsForPostsThatAreOpenRoundTheClock()
    {
        stage.Posts = [Post("site", "volunteer:1", "07:30-21:00")];
        Assert.Equal("post.short site 7.5", stage.At(12, "post.short", "post.gap"));
    }

    [Fact]
    public void AShiftThatWasToldLate_FillsTheGap()
    {
        stage.Posts = [Post("turnback", "volunteer:1", "00:00-24:00")];
        stage.Report(-60, On("v1", -60));
        stage.Report(12, Off("v1", 12));
        stage.Report(13, On("v3", 13));
        Assert.Equal("post.gap turnback 12.5", stage.At(14, "post.gap"));
        // Their phone had no network; by now they have gone, and their winners say only that.
        stage.Report(15, On("v2", 12), Off("v2", 13.2));
        Assert.Equal("", stage.At(15, "post.gap"));
    }

    [Theory]
    [InlineData(-17, "")] // more than 24 h before it opens
    [InlineData(-16.5, "shift.unfilled site -16.5")]
    [InlineData(7.4, "shift.unfilled site -16.5")]
    [InlineData(7.5, "shift.unfilled site 7.5")] // it has begun; now it is about the next day's
    public void ShiftUnfilled_WhereARosterIsKept(double hour, string stands)
    {
        stage.Campaign = Standing with { OpensAt = Hour(-20) };
        stage.Posts = [Post("site", "cadre:1;volunteer:2", "07:30-21:00")];
        Assert.Equal("", stage.At(hour, "shift.unfilled"));
        stage.Report(-19, Seen("roster.filled", "site:cadre:20221006", 1, -19), Seen("roster.filled", "site:volunteer:20221006", 1, -19),
            Seen("roster.filled", "site:cadre:20221005", 1, -19), Seen("roster.filled", "site:volunteer:20221005", 2, -19));
        Assert.Equal(stands, stage.At(hour, "shift.unfilled"));
        stage.Report(-18, Seen("roster.filled", "site:volunteer:20221006", 2, -18));
        Assert.Equal(hour < 7.5 ? "" : stands, stage.At(hour, "shift.unfilled"));
    }

    [Fact]
    public void ReliefLate_AfterTwelveHoursWithoutABreak_AndClearedByWhoComes()
    {
        stage.Posts = [Post("turnback", "volunteer:1", "00:00-24:00")];
        stage.Report(1, On("v1", 1));
        stage.Report(9, On("v1", 9)); // said again
        Assert.Equal("", stage.At(12.9, "relief.late"));
        Assert.Equal("relief.late turnback 1", stage.At(13, "relief.late"));
        stage.Report(13.5, On("v2", 13.5), Off("v1", 13.6));
        Assert.Equal("", stage.At(14, "relief.late"));
        Assert.Equal("relief.late turnback 13.5", stage.At(25.5, "relief.late"));
    }

    [Theory]
    [InlineData(20.9, "")]
    [InlineData(21.9, "")]
    [InlineData(22, "shift.unended site 21")]
    [InlineData(31, "shift.unended site 21")]
    [InlineData(31.5, "")] // open again
    public void ShiftUnended_AnHourAfterThePostHasClosed(double hour, string stands)
    {
        stage.Posts = [Post("site", "volunteer:1", "07:30-21:00")];
        stage.Report(8, On("v1", 8, "site"));
        Assert.Equal(stands, stage.At(hour, "shift.unended"));
        stage.Report(20, Off("v1", 20, "site"));
        Assert.Equal("", stage.At(hour, "shift.unended"));
    }

    [Fact]
    public void WhoComesEarly_HasNoShiftThatNeverEnded()
    {
        stage.Posts = [Post("site", "volunteer:1", "07:30-21:00")];
        stage.Report(7, On("v1", 7, "site"));
        Assert.Equal("", stage.At(7.4, "shift.unended"));
    }

    [Fact]
    public void OrderAndRepetition_ChangeNeitherGapsNorWhoIsThere() => Prop.ForAll(
        Arb.From(
            from reports in Gen.ListOf(Reports())
            let distinct = reports.DistinctBy(r => r.ReportId).ToList()
            from first in Facts.Shuffled(distinct)
            from second in Facts.Shuffled([.. distinct, .. distinct])
            select (first, second)),
        days => Assert.Equal(Findings(days.first), Findings(days.second))).QuickCheckThrowOnFailure();

    private static Gen<Report> Reports() =>
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from observations in Gen.ListOf(
            from badge in Gen.Choose(0, 3)
            from value in Gen.Choose(0, 1)
            from hour in Gen.Choose(-8, 20)
            from post in Gen.Elements("turnback", "site")
            select Seen("duty.volunteer", $"v{badge}", value, hour, post))
        select new Report(id, [.. observations]);

    private static string Findings(IEnumerable<Report> reports)
    {
        var stage = new RuleStage { Posts = [Post("turnback", "volunteer:1", "00:00-24:00"), Post("site", "volunteer:2", "07:30-21:00")] };
        foreach (var report in reports)
            stage.State.Apply(report.ReportId, report.Observations.AsSpan());
        return stage.At(22, "post.short", "post.gap", "relief.late", "shift.unended");
    }

    private static Observation On(string badge, double hour, string post = "turnback") => Seen("duty.volunteer", badge, 1, hour, post);

    private static Observation Off(string badge, double hour, string post = "turnback") => Seen("duty.volunteer", badge, 0, hour, post);
}
