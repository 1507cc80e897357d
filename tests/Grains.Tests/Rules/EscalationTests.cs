using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

public sealed class EscalationTests
{
    private static readonly RuleTerms Rule = new() { Code = "r", Severity = AlertSeverity.Warning, GraceMinutes = 10, EscalateMinutes = 30, Zh = "缺", En = "short" };

    private readonly PlaceAlerts alerts = new(new LedgerKey("test", PlaceId.Parse("c.t.v.g")));

    [Theory]
    [InlineData("c.t.v.g", 0, "c.t.v.g")]
    [InlineData("c.t.v.g", 29, "c.t.v.g")]
    [InlineData("c.t.v.g", 30, "c.t.v")]
    [InlineData("c.t.v.g", 60, "c.t")]
    [InlineData("c.t.v.g", 6000, "c.t")] // the campaign's root
    [InlineData("c.t.v.desk", 0, "c.t.v.desk")]
    [InlineData("c.t.v.desk", 30, "c.t")] // a desk speaks for its area
    [InlineData("c.t.desk", 30, "c.t.desk")]
    [InlineData("c.t", 30, "c.t")]
    public void Reached_ALevelFurtherEachTime(string place, int minute, string reached) =>
        Assert.Equal(reached, Escalation.Reached(Rule, PlaceId.Parse(place), PlaceId.Parse("c.t"), At(0), At(minute)).Value);

    [Fact]
    public void NextAt_IsWhenItGoesOn()
    {
        Assert.Equal(At(30), Next(0));
        Assert.Equal(At(60), Next(30));
        Assert.Equal(DateTime.MaxValue, Next(60));
        Assert.Equal(DateTime.MaxValue, Escalation.NextAt(Rule with { EscalateMinutes = null }, PlaceId.Parse("c.t.v.g"), PlaceId.Parse("c.t"), At(0), At(1)));
    }

    [Fact]
    public void AnAlert_IsTheSameOneAtTheNextLevel_AfterItsGraceAndTheTime()
    {
        var raised = Assert.Single(Reconcile(10));
        Assert.Equal("c.t.v.g", raised.Reached!.Value.Value);
        Assert.Empty(Reconcile(39));
        var further = Assert.Single(Reconcile(40));
        Assert.Equal(raised with { Reached = PlaceId.Parse("c.t.v") }, further);
        Assert.Empty(Reconcile(41));
    }

    [Fact]
    public void AfterARestart_ItIsWhereItWas_AndAnAcknowledgedOneGoesNoFurther()
    {
        var raised = Assert.Single(Reconcile(40));
        var awake = new PlaceAlerts(new LedgerKey("test", PlaceId.Parse("c.t.v.g")));
        awake.Restore([raised]);
        Assert.Empty(awake.Reconcile([new Finding(Rule, "s", At(0))], PlaceId.Parse("c.t"), At(41)));
        var looked = new PlaceAlerts(new LedgerKey("test", PlaceId.Parse("c.t.v.g")));
        looked.Restore([raised with { Acknowledged = true }]);
        Assert.Empty(looked.Reconcile([new Finding(Rule, "s", At(0))], PlaceId.Parse("c.t"), At(400)));
    }

    private static DateTime At(int minute) => Facts.Start.AddMinutes(minute);

    private static DateTime Next(int minute) => Escalation.NextAt(Rule, PlaceId.Parse("c.t.v.g"), PlaceId.Parse("c.t"), At(0), At(minute));

    private IReadOnlyList<Alert> Reconcile(int minute) => alerts.Reconcile([new Finding(Rule, "s", At(0))], PlaceId.Parse("c.t"), At(minute));
}
