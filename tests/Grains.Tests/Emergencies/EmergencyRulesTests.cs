using System.Collections.Immutable;
using GridGrains.Emergencies;
using Xunit;

namespace GridGrains.Grains.Tests.Emergencies;

public sealed class EmergencyRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 7, 0, 0, TimeSpan.FromHours(8));

    private static readonly GridGrains.City Tree = new(City.CityFacts.Image("a/town", "a.v1/village", "a.v1.g1/grid/10"));

    private static readonly Campaign Bare = new(
        "e", CampaignKind.Round, "", null, PlaceId.Parse("a"), DateTimeOffset.MinValue, null, CampaignState.Open,
        ImmutableSortedDictionary<string, string>.Empty, null, Now);

    [Fact]
    public void WhatIsLeftOut_IsThePlansOrNow()
    {
        var made = Made(Bare);
        Assert.Equal(("突发疫情应急处置", "Response to an outbreak", Now, "residents"), (made.Title, made.TitleEn, made.OpensAt, made.Targets["tests.sampled"]));
        Assert.Equal("outbreak", made.Emergency!.Plan.Code);
    }

    [Fact]
    public void WhatIsSaid_Wins()
    {
        var said = Bare with { Title = "处置", OpensAt = Now.AddMinutes(-5), Targets = Bare.Targets.Add("households.informed", "households") };
        var made = Made(said);
        Assert.Equal(("处置", null, Now.AddMinutes(-5), "households"), (made.Title, made.TitleEn, made.OpensAt, Assert.Single(made.Targets).Value));
    }

    [Fact]
    public void ADrill_OpensAtItsOwnOrigin_AndItsNoticeSaysThatItIsOne()
    {
        var drill = Made(Bare with { Drill = new(Now.AddYears(-4), 60) });
        Assert.Equal(Now.AddYears(-4), drill.OpensAt);
        var notice = EmergencyRules.Notice(drill, Now.UtcDateTime);
        Assert.StartsWith("【演练】", notice.Text.Zh, StringComparison.Ordinal);
        Assert.StartsWith("[Drill] ", notice.Text.En, StringComparison.Ordinal);
        Assert.Equal((Now.AddYears(-4).UtcDateTime, notice.Id), (notice.PublishedAt, EmergencyRules.Notice(drill, Now.UtcDateTime.AddHours(1)).Id));
        Assert.NotEqual(notice.Id, EmergencyRules.Notice(drill with { Id = "f" }, Now.UtcDateTime).Id);
    }

    [Fact]
    public void TheSameAgain_ChangesNothing()
    {
        var made = Made(Bare);
        var (again, errors) = EmergencyRules.Activate(Bare, "outbreak", made, Tree, new PlanBook(), Now.AddHours(3));
        Assert.Empty(errors);
        Assert.Empty(CampaignRules.Check(again, made, Tree));
        Assert.Equal(made, CampaignRules.Settle(again, made, Now.AddHours(3)));
    }

    [Fact]
    public void WhatMayNotBe_IsNamed()
    {
        Assert.Equal([("emergency.plan", "is 'fire'; the plans are muster, outbreak")], Errors(Bare, "fire", null));
        Assert.Equal([("emergency.plan", "is outbreak since the emergency was activated and cannot change")], Errors(Bare, "muster", Made(Bare)));
        Assert.Equal([("emergency", "cannot be added once the campaign is created")], Errors(Bare, "muster", City.CityFacts.Campaign("e", "a")));
        Assert.Equal([("kind", "must be round in an emergency, whose counts begin at zero")], Errors(Bare with { Kind = CampaignKind.Standing }, "muster", null));
        Assert.Equal([("root", "a.v1.g1 is a leaf; a plan is activated for an area")], Errors(Bare with { Root = PlaceId.Parse("a.v1.g1") }, "muster", null));
    }

    [Fact]
    public void ItsClock_CannotBeChanged_AndAPutWithoutItLeavesItThere()
    {
        var made = Made(Bare);
        Assert.Equal(["opensAt"], CampaignRules.Check(made with { OpensAt = Now.AddHours(1) }, made, Tree).Select(e => e.Member));
        Assert.Same(made.Emergency, CampaignRules.Settle(made with { Emergency = null, Title = "other" }, made, Now).Emergency);
    }

    private static Campaign Made(Campaign put)
    {
        var (made, errors) = EmergencyRules.Activate(put, "outbreak", null, Tree, PlanBook.Own, Now);
        Assert.Empty(errors);
        Assert.Empty(CampaignRules.Check(made, null, Tree));
        return CampaignRules.Settle(made, null, Now);
    }

    private static IEnumerable<(string, string)> Errors(Campaign put, string plan, Campaign? before) =>
        EmergencyRules.Activate(put, plan, before, Tree, PlanBook.Own, Now).Errors.Select(e => (e.Member, e.Message));
}
