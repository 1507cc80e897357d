using Xunit;
using static GridGrains.Grains.Tests.Rules.RuleStage;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>The rules about what must be done each day, as tables.</summary>
public sealed class DailyRuleTests
{
    private readonly RuleStage stage = new();

    [Theory]
    [InlineData(17.9, "")]
    [InlineData(18, "daily.missing - 18")] // the cut-off
    [InlineData(23.9, "daily.missing - 18")]
    [InlineData(24, "")] // another day, which has time until its own
    [InlineData(42, "daily.missing - 42")]
    public void DailyMissing_FromTheCutOffUntilTheDayIsOver(double hour, string stands)
    {
        Assert.Equal(stands, stage.At(hour, "daily.missing", "daily.late"));
        stage.Report(-6); // yesterday's says nothing of today
        Assert.Equal(stands, stage.At(hour, "daily.missing", "daily.late"));
    }

    [Fact]
    public void AZeroReport_IsNotMissing()
    {
        stage.Report(10);
        Assert.Equal("", stage.At(19, "daily.missing", "daily.late"));
    }

    [Fact]
    public void AReportAfterTheCutOff_IsLateUntilTheDayIsOver_AndNoLongerMissing()
    {
        Assert.Equal("daily.missing - 18", stage.At(18.5, "daily.missing", "daily.late"));
        stage.Report(19);
        Assert.Equal("daily.late - 19", stage.At(19, "daily.missing", "daily.late"));
        stage.Report(20);
        Assert.Equal("daily.late - 19", stage.At(23.9, "daily.missing", "daily.late"));
        Assert.Equal("", stage.At(24, "daily.missing", "daily.late"));
    }

    [Fact]
    public void AReportInTime_StaysInTimeWhateverComesAfterIt()
    {
        stage.Report(9);
        stage.Report(20);
        Assert.Equal("", stage.At(21, "daily.missing", "daily.late"));
    }

    [Fact]
    public void DailyMissing_NotAtDesks_NotInRounds_NotOnTheDayOnWhichTheCampaignOpensAfterTheCutOff()
    {
        Assert.Equal("", stage.AtDesk(19, "daily.missing"));
        stage.Campaign = Standing with { OpensAt = Hour(18.5) };
        Assert.Equal("", stage.At(19, "daily.missing"));
        Assert.Equal("daily.missing - 42", stage.At(43, "daily.missing"));
        stage.Campaign = Standing with { Id = "round", Kind = CampaignKind.Round };
        Assert.Equal("", stage.At(19, "daily.missing"));
    }

    [Fact]
    public void DailyMissing_IsLookedAtAtTheCutOffAndAtMidnight()
    {
        Assert.Equal(18, stage.NextAt(9));
        Assert.Equal(24, stage.NextAt(19));
        stage.Report(19.5);
        Assert.Equal(24, stage.NextAt(20));
    }

    [Theory]
    [InlineData(19.9, "")]
    [InlineData(20, "data.unverified - 20")]
    [InlineData(23.9, "data.unverified - 20")]
    [InlineData(24, "")]
    public void DataUnverified_WhereTheyWereVerifiedBefore(double hour, string stands)
    {
        Assert.Equal("", stage.At(hour, "data.unverified"));
        stage.Report(-8, Seen("verification.done", "d5", 1, -8));
        Assert.Equal(stands, stage.At(hour, "data.unverified"));
        stage.Report(15, Seen("verification.done", "d6", 1, 15));
        Assert.Equal("", stage.At(hour, "data.unverified"));
    }

    [Fact]
    public void DataUnverified_AtTheDeskOfAnAreaWithVerifiers()
    {
        stage.AreaAttributes = Attributes(("verifiers", 17));
        Assert.Equal("data.unverified - 20", stage.AtDesk(21, "data.unverified"));
        Assert.Equal("", stage.At(21, "data.unverified"));
    }

    [Fact]
    public void AVerificationTakenBack_IsNone()
    {
        stage.Report(15, Seen("verification.done", "d5", 1, -9), Seen("verification.done", "d6", 1, 15));
        stage.Report(16, Seen("verification.done", "d6", 0, 16));
        Assert.Equal("data.unverified - 20", stage.At(21, "data.unverified"));
    }
}
