using FsCheck;
using FsCheck.Fluent;
using Xunit;
using static GridGrains.Grains.Tests.Rules.RuleStage;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>The rules about visits, compounds, enterprises and musters, as tables.</summary>
public sealed class CareRuleTests
{
    private static readonly string[] Watched =
        ["followup.late", "compound.entrances", "compound.unguarded", "enterprise.unassessed", "enterprise.unsupervised", "muster.incomplete", "revisit.late"];

    private readonly RuleStage stage = new();

    [Fact]
    public void RevisitLate_AfterADay_AndClearedWhenItIsTakenBack()
    {
        stage.Report(8, Seen("households.revisit", "h-7", 1, 8));
        Assert.Equal("", stage.At(31.9, Watched));
        Assert.Equal("revisit.late h-7 8", stage.At(32, Watched));
        stage.Report(33, Seen("households.revisit", "h-7", 0, 33));
        Assert.Equal("", stage.At(33, Watched));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FollowupLate_UntilTheSameVisitIsDone_WhicheverOfTheTwoIsToldFirst(bool doneFirst)
    {
        var due = Seen("followup.due", "h-7:6", 1, 9);
        var done = Seen("followup.done", "h-7:6", 1, 8.5);
        stage.Report(9, Seen("followup.due", "h-8:6", 1, 9), doneFirst ? done : due);
        stage.Report(10, doneFirst ? due : done);
        Assert.Equal("", stage.At(32.9, Watched));
        Assert.Equal("followup.late h-8:6 9", stage.At(33, Watched));
        stage.Report(34, Seen("followup.done", "h-7:6", 0, 34));
        Assert.Equal("followup.late h-7:6 9, followup.late h-8:6 9", stage.At(34, Watched));
    }

    [Fact]
    public void CompoundEntrances_OtherThanOne()
    {
        stage.Report(8, Seen("control.compounds", "c-1", 1, 8));
        Assert.Equal("", stage.At(9, Watched)); // not known is not wrong
        stage.Report(9, Seen("control.entrances", "c-1", 3, 9));
        Assert.Equal("", stage.At(9.2, Watched));
        Assert.Equal("compound.entrances c-1 9", stage.At(9.25, Watched));
        stage.Report(10, Seen("control.entrances", "c-1", 1, 10));
        Assert.Equal("", stage.At(10, Watched));
        stage.Report(11, Seen("control.entrances", "c-1", 0, 11));
        Assert.Equal("compound.entrances c-1 11", stage.At(12, Watched));
        stage.Report(13, Seen("control.compounds", "c-1", 0, 13));
        Assert.Equal("", stage.At(14, Watched));
    }

    [Theory]
    [InlineData("gate-1", null)] // the compound's observation names its gate
    [InlineData(null, "c-1")] // or the post has the compound's code
    public void CompoundUnguarded_WithNobodyAtItsGate(string? named, string? post)
    {
        stage.Posts = [Post(post ?? "gate-1", "police:1", "00:00-24:00")];
        var gate = named ?? post!;
        stage.Report(8, Seen("control.compounds", "c-1", 1, 8, named));
        Assert.Equal("", stage.At(8.2, Watched));
        Assert.Equal("compound.unguarded c-1 8", stage.At(8.25, Watched));
        stage.Report(9, Seen("duty.volunteer", "v1", 1, 9, gate)); // of whatever role
        Assert.Equal("", stage.At(9, Watched));
        stage.Report(12, Seen("duty.volunteer", "v1", 0, 12, gate));
        Assert.Equal("", stage.At(12.2, Watched));
        Assert.Equal("compound.unguarded c-1 12", stage.At(12.25, Watched));
    }

    [Fact]
    public void EnterpriseUnassessed_AcceptedWithoutIt_UntilItIsAssessed()
    {
        stage.Report(8, Seen("resumption", "e-1", 1, 8), Seen("resumption", "e-2", 1, 8));
        stage.Report(9, Seen("resumption", "e-2", 2, 9));
        stage.Report(10, Seen("resumption", "e-1", 3, 10), Seen("resumption", "e-2", 3, 10));
        Assert.Equal("enterprise.unassessed e-1 10", stage.At(10, Watched));
        stage.Report(11, Seen("resumption", "e-1", 4, 11));
        Assert.Equal("enterprise.unassessed e-1 11", stage.At(11, Watched));
        // It had been assessed; that was told late.
        stage.Report(12, Seen("resumption", "e-1", 2, 9));
        Assert.Equal("", stage.At(12, Watched));
    }

    [Fact]
    public void EnterpriseUnsupervised_ADayAfterItWasAccepted()
    {
        stage.Report(8, Seen("resumption", "e-1", 2, 8), Seen("resumption", "e-1", 3, 9));
        Assert.Equal("", stage.At(32.9, Watched));
        Assert.Equal("enterprise.unsupervised e-1 9", stage.At(33, Watched));
        stage.Report(34, Seen("resumption", "e-1", 4, 34));
        Assert.Equal("", stage.At(34, Watched));
    }

    [Theory]
    [InlineData(7.49, "")]
    [InlineData(7.5, "muster.incomplete - 7")] // half an hour
    [InlineData(9, "muster.incomplete - 7")]
    public void MusterIncomplete_WhenAGroupStaysAway(double hour, string stands)
    {
        stage.Report(7, [.. Enumerable.Range(0, 20).Select(n => Seen("muster.called", $"b{n}", 1, 7))]);
        stage.Report(7.3, [.. Enumerable.Range(0, 15).Select(n => Seen("muster.present", $"p{n}", 1, 7.3))]);
        Assert.Equal(stands, stage.At(hour, Watched));
        stage.Report(9, [.. Enumerable.Range(15, 5).Select(n => Seen("muster.present", $"p{n}", 1, 7.4))]);
        Assert.Equal("", stage.At(hour, Watched));
    }

    [Fact]
    public void OrderAndRepetition_LeaveNoWrongAlertStanding() => Prop.ForAll(
        Arb.From(
            from reports in Gen.ListOf(Reports())
            let distinct = reports.DistinctBy(r => r.ReportId).ToList()
            from first in Facts.Shuffled(distinct)
            from second in Facts.Shuffled([.. distinct, .. distinct])
            select (first, second)),
        days => Assert.Equal(Standing(days.first), Standing(days.second))).QuickCheckThrowOnFailure();

    private static Gen<Report> Reports() =>
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from observations in Gen.ListOf(
            from series in Gen.Elements("followup.due", "followup.done", "control.compounds", "control.entrances", "resumption", "muster.called", "muster.present", "duty.police")
            from subject in Gen.Choose(0, 2)
            from value in Gen.Choose(0, series is "resumption" ? 4 : series is "control.entrances" ? 2 : 1)
            from hour in Gen.Choose(0, 40)
            select Seen(series, $"s{subject}", value, hour, series is "duty.police" or "control.compounds" ? "gate" : null))
        select new Report(id, [.. observations]);

    private static string Standing(IEnumerable<Report> reports)
    {
        var stage = new RuleStage();
        foreach (var report in reports)
            stage.State.Apply(report.ReportId, report.Observations.AsSpan());
        return stage.At(70, Watched);
    }
}
