using GridGrains.Emergencies;
using Xunit;
using static GridGrains.Grains.Tests.Rules.RuleStage;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>Tasks of an emergency that was activated at 8:00 for the town <c>a</c>: the muster is due at 8:30, the first report at 10:00, all else later.</summary>
public sealed class TaskRuleTests
{
    private static readonly EmergencyPlan Plan = PlanBook.Own.TryGet("outbreak", out var found)
        ? found with { Groups = [found.Groups[0] with { Tasks = [.. found.Groups[0].Tasks.Where(t => t.Code is "muster" or "first-report")] }] }
        : throw new InvalidOperationException();

    private readonly RuleStage stage = new() { Campaign = Standing with { Kind = CampaignKind.Round, OpensAt = Hour(8), Emergency = Emergency.Of(Plan) } };

    public TaskRuleTests() => stage.LookAt("a");

    [Theory]
    [InlineData(8.4, 20, 15, false, "")] // not due
    [InlineData(8.5, 20, 15, false, "task.late muster 8.5")]
    [InlineData(8.5, 20, 20, false, "")] // everybody is there
    [InlineData(8.5, 0, 0, false, "task.late muster 8.5")] // nobody was called
    [InlineData(9.9, 20, 20, false, "")]
    [InlineData(10, 20, 20, false, "task.late first-report 10")]
    [InlineData(12, 20, 15, false, "task.late first-report 10, task.late muster 8.5")]
    [InlineData(12, 20, 15, true, "task.late muster 8.5")] // a steward has said that it is done
    public void ATask_IsLateFromItsTimeUntilItIsDone(double hour, long called, long present, bool reported, string stands)
    {
        if (reported)
            Say("first-report", 9);
        stage.Hear("a.v", 3, 8.2, ("muster.called", called), ("muster.present", present));
        Assert.Equal(stands, stage.AtArea(hour, "task.late"));
    }

    [Fact]
    public void ASteward_MaySayThatACountsTaskIsDone()
    {
        Say("muster", 9);
        stage.Hear("a.v", 3, 8.2, ("muster.called", 20), ("muster.present", 15));
        Assert.Equal("", stage.AtArea(9, "task.late"));
    }

    [Fact]
    public void PeopleWhoAreCalledLater_OpenTheMusterAgain()
    {
        stage.Hear("a.v", 3, 8.2, ("muster.called", 20), ("muster.present", 20));
        Assert.Equal("", stage.AtArea(9, "task.late"));
        stage.Hear("a.v", 4, 9, ("muster.called", 25), ("muster.present", 20));
        Assert.Equal("task.late muster 8.5", stage.AtArea(9, "task.late"));
    }

    [Fact]
    public void BelowTheRoot_AfterItIsClosed_AndWithoutAnEmergency_NothingIsSaid()
    {
        stage.LookAt("a.v");
        stage.Hear("a.v.g1", 1, 8.2, ("muster.called", 20));
        stage.Hear("a.v.g2", 0, 8.2);
        Assert.Equal("", stage.AtArea(12, "task.late"));
        stage.LookAt("a");
        stage.Hear("a.v", 1, 8.2, ("muster.called", 20));
        stage.Campaign = stage.Campaign with { State = CampaignState.Closed };
        Assert.Equal("", stage.AtArea(12, "task.late"));
        stage.Campaign = stage.Campaign with { State = CampaignState.Open, Emergency = null };
        Assert.Equal("", stage.AtArea(12, "task.late"));
    }

    private void Say(string task, double hour)
    {
        var emergency = stage.Campaign.Emergency!;
        stage.Campaign = stage.Campaign with { Emergency = emergency with { Done = emergency.Done.Add(task, Hour(hour)) } };
    }
}
