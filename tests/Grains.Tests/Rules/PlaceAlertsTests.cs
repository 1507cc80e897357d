using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

public sealed class PlaceAlertsTests
{
    private static readonly RuleTerms Rule = new() { Code = "r", Severity = AlertSeverity.Warning, Zh = "{subject}缺", En = "{subject} is short" };

    private static readonly PlaceId Root = PlaceId.Parse("a");

    private readonly PlaceAlerts alerts = new(Facts.Leaf);

    [Fact]
    public void WhatStands_IsRaisedOnceAndClearedOnce()
    {
        var raised = Assert.Single(Reconcile(1, new Finding(Rule, "s", At(0))));
        Assert.Equal(("r", "s", At(0), "s缺", "s is short", null), (raised.Rule, raised.Subject, raised.Since, raised.Zh, raised.En, raised.ClearedAt));
        Assert.Empty(Reconcile(2, new Finding(Rule, "s", At(0))));
        Assert.Equal(raised with { ClearedAt = At(3) }, Assert.Single(Reconcile(3)));
        Assert.Empty(Reconcile(4));
    }

    [Fact]
    public void WhatWasRaisedBeforeARestart_IsNotRaisedAgain()
    {
        var raised = Assert.Single(Reconcile(1, new Finding(Rule, "s", At(0))));
        var awake = new PlaceAlerts(Facts.Leaf);
        awake.Restore([raised with { Acknowledged = true }]);
        Assert.Empty(awake.Reconcile([new Finding(Rule, "s", At(0))], Root, At(2)));
        Assert.Equal(At(3), Assert.Single(awake.Reconcile([], Root, At(3))).ClearedAt);
    }

    [Fact]
    public void FoundAnewWithoutWhatWasRaised_ItHasTheSameId()
    {
        var raised = Assert.Single(Reconcile(1, new Finding(Rule, "s", At(0))));
        Assert.Equal(raised, Assert.Single(new PlaceAlerts(Facts.Leaf).Reconcile([new Finding(Rule, "s", At(0))], Root, At(9))));
        Assert.NotEqual(raised.Id, Assert.Single(new PlaceAlerts(Facts.Leaf).Reconcile([new Finding(Rule, "s", At(1))], Root, At(9))).Id);
    }

    [Fact]
    public void ABetterKnownBeginning_UpdatesTheSameAlert()
    {
        var raised = Assert.Single(Reconcile(1, new Finding(Rule, "s", At(0))));
        var updated = Assert.Single(Reconcile(2, new Finding(Rule, "s", At(-5))));
        Assert.Equal((raised.Id, At(-5)), (updated.Id, updated.Since));
    }

    [Fact]
    public void WhereTheStateDoesNotTellTheBeginning_TheFirstFindingStands()
    {
        Reconcile(1, new Finding(Rule, null, At(0), SinceRaised: true));
        Assert.Empty(Reconcile(2, new Finding(Rule, null, At(1), SinceRaised: true)));
    }

    [Fact]
    public void WhatCouldNotBeHandedOn_IsFoundAgain()
    {
        var raised = Assert.Single(Reconcile(1, new Finding(Rule, "s", At(0))));
        alerts.Forget(raised);
        Assert.Equal(raised, Assert.Single(Reconcile(2, new Finding(Rule, "s", At(0)))));
        alerts.Forget(Assert.Single(Reconcile(3)));
        Assert.Equal(raised with { ClearedAt = At(4) }, Assert.Single(Reconcile(4)));
    }

    private static DateTime At(int minute) => Facts.Start.AddMinutes(minute);

    private IReadOnlyList<Alert> Reconcile(int minute, params Finding[] standing) => alerts.Reconcile(standing, Root, At(minute));
}
