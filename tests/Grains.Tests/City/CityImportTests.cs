using Xunit;

namespace GridGrains.Grains.Tests.City;

public sealed class CityImportTests
{
    private static readonly CityImage Image = CityFacts.Image("a/town", "a.v1/village/10");
    private static readonly HashSet<PlaceId> NoReports = [];

    [Fact]
    public void Places_NewChangedAndSame_AreToldApart()
    {
        var outcome = CityImport.Places(Image, CityFacts.Rows("a/town", "a.v1/village/11", "a.v2/village"), NoReports).At(2);
        Assert.Equal((1, 1, 1, 0), (outcome.Added, outcome.Changed, outcome.Unchanged, outcome.Errors.Length));
    }

    [Theory]
    [InlineData("b.v1/village", "id", "the parent b of b.v1")]
    [InlineData("a.desk/village", "id", "'desk' is the name of the leaf")]
    [InlineData("a.v3/hamlet", "level", "'hamlet' is none of city, county")]
    [InlineData("a.v3/desk", "level", "'desk' is none of")]
    [InlineData("a.v3/village/-1", "households", "is -1; allowed are 0 to")]
    public void Places_BadRow_IsNamed(string row, string member, string message)
    {
        var error = Assert.Single(CityImport.Places(Image, CityFacts.Rows("a.v2/village", row), NoReports).Errors);
        Assert.Equal((2, member), (error.Row, error.Member));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_RowTwice_IsNamed() =>
        Assert.Contains("is also row 1", Assert.Single(CityImport.Places(Image, CityFacts.Rows("a.v2/village", "a.v2/village"), NoReports).Errors).Message, StringComparison.Ordinal);

    [Fact]
    public void Places_BelowALeafWithReports_IsRefused()
    {
        var rows = CityFacts.Rows("a.v1.g1/grid");
        Assert.Equal([PlaceId.Parse("a.v1")], CityImport.LeavesThatGetChildren(Image, rows));
        Assert.Contains("has reports of its own", Assert.Single(CityImport.Places(Image, rows, new HashSet<PlaceId> { PlaceId.Parse("a.v1") }).Errors).Message, StringComparison.Ordinal);
        Assert.Empty(CityImport.Places(Image, rows, NoReports).Errors);
    }

    [Theory]
    [InlineData("cadre:1;volunteer:2", "07:30-21:00", null)]
    [InlineData("", "00:00-24:00", null)]
    [InlineData("wizard:1", "07:30-21:00", "requires")]
    [InlineData("cadre:0", "07:30-21:00", "requires")]
    [InlineData("cadre:1", "7-21", "hours")]
    public void Posts_RequirementsAndHours_AreChecked(string requires, string hours, string? member)
    {
        var post = new Post("site-1", PlaceId.Parse("a.v1"), "sampling-site", "采样点1", requires, hours);
        Assert.Equal(member, CityImport.Posts(Image, [new(1, post)]).Errors.SingleOrDefault()?.Member);
    }

    [Fact]
    public void Posts_OfTheSameNameAtAnotherLeaf_AreAddedAndTakeNothingAway()
    {
        var theirs = new Post("site-01", PlaceId.Parse("a.desk"), "gate", "门", "", "00:00-24:00");
        var checks = CityImport.Posts(Image with { Posts = [theirs] }, [new(1, theirs with { Place = PlaceId.Parse("a.v1") }), new(2, theirs)]);
        Assert.Empty(checks.Errors);
        Assert.Equal((1, 1, "a.v1"), (checks.Added, checks.Unchanged, Assert.Single(checks.Changes).Place.Value));
    }

    [Fact]
    public void Posts_AtAnArea_AreSentToItsDesk()
    {
        var post = new Post("site-1", PlaceId.Parse("a"), "sampling-site", "采样点1", "cadre:1", "07:30-21:00");
        Assert.Contains("a.desk", Assert.Single(CityImport.Posts(Image, [new(1, post)]).Errors).Message, StringComparison.Ordinal);
        Assert.Empty(CityImport.Posts(Image, [new(1, post with { Place = PlaceId.Parse("a.desk") })]).Errors);
    }

    [Fact]
    public void Campaign_WhatIsSettledAtCreation_CannotChange()
    {
        var city = new GridGrains.City(Image);
        var before = CityFacts.Campaign("c", "a") with { Drill = new(Facts.Start, 120) };
        Assert.Empty(CampaignRules.Check(before with { Title = "other", Drill = null }, before, city));
        Assert.Equal(["root"], CampaignRules.Check(before with { Root = PlaceId.Parse("a.v1") }, before, city).Select(e => e.Member));
        Assert.Equal(["drill"], CampaignRules.Check(before with { Drill = new(Facts.Start, 60) }, before, city).Select(e => e.Member));
        Assert.Equal(before.Drill, CampaignRules.Settle(before with { Drill = null }, before, Facts.Start).Drill);
    }

    [Fact]
    public void Campaign_ClosedAndPutAgain_StaysClosed()
    {
        var closed = CityFacts.Campaign("c", "a") with { State = CampaignState.Closed };
        var settled = CampaignRules.Settle(closed with { Title = "other", State = CampaignState.Open }, closed, Facts.Start);
        Assert.Equal((CampaignState.Closed, "other"), (settled.State, settled.Title));
    }

    [Fact]
    public void Campaign_UnknownRootTargetAndDeadlineBeforeOpening_AreNamed()
    {
        var put = CityFacts.Campaign("c", "b") with { Deadline = Facts.Start, Targets = CityFacts.Campaign("c", "a").Targets.Add("tests.unknown", "residents") };
        Assert.Equal(["root", "deadline", "targets.tests.unknown"], CampaignRules.Check(put, null, new(Image)).Select(e => e.Member));
    }
}
