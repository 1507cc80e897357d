using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using GridGrains.Posts;
using Xunit;

namespace GridGrains.Grains.Tests.Posts;

public sealed class LeafPostsTests
{
    // 08:00 in China.
    private static readonly DateTime Morning = new(2022, 10, 6, 0, 0, 0, DateTimeKind.Utc);

    private static readonly Campaign Standing = City.CityFacts.Campaign("duty", "a") with { OpensAt = Morning.AddDays(-2) };
    private static readonly PostTerms Site = Terms("site-1", "cadre:1;volunteer:2", "07:30-21:00");

    private static readonly (string Post, string Role)[] PostsAndRoles = [("p1", "cadre"), ("p1", "medic"), ("p2", "cadre"), ("p2", "medic")];

    private readonly GridState state = new(Catalogue.Current);

    [Fact]
    public void NobodyThere_IsShortSinceItOpened()
    {
        var now = StateAt(10);
        Assert.True(now.IsOpen);
        Assert.Equal([KeyValuePair.Create("cadre", 1), KeyValuePair.Create("volunteer", 2)], now.Missing);
        Assert.Equal((0, Local(7.5)), (now.OnDuty.Count, now.UncoveredSince));
    }

    [Fact]
    public void EverybodyThere_IsCovered()
    {
        In("c1", "cadre", 8);
        In("v1", "volunteer", 8);
        In("v2", "volunteer", 8);
        In("elsewhere", "volunteer", 8, post: "site-2");
        In("nowhere", "volunteer", 8, post: null);
        var now = StateAt(10);
        Assert.Equal([KeyValuePair.Create("cadre", 1), KeyValuePair.Create("volunteer", 2)], now.OnDuty);
        Assert.Empty(now.Missing);
        Assert.Null(now.UncoveredSince);
        Assert.True(LeafPosts.IsStaffed(Site, state.Duty));
    }

    [Fact]
    public void SomebodyLeft_IsShortSinceThen()
    {
        In("c1", "cadre", 8);
        In("v1", "volunteer", 8);
        In("v2", "volunteer", 8);
        Out("v1", "volunteer", 9);
        Assert.Equal(Local(9), StateAt(10).UncoveredSince);
        // A second one left and a third one came: it has been short all the time.
        Out("v2", "volunteer", 9.5);
        In("v3", "volunteer", 9.7);
        var now = StateAt(10);
        Assert.Equal((Local(9), 1), (now.UncoveredSince, now.Missing["volunteer"]));
        In("v4", "volunteer", 9.8);
        Assert.Null(StateAt(10).UncoveredSince);
    }

    [Fact]
    public void WhoMovesToAnotherPost_LeavesTheOne()
    {
        In("c1", "cadre", 8);
        In("c1", "cadre", 9, post: "site-2");
        var now = StateAt(10);
        Assert.Equal((1, Local(7.5)), (now.Missing["cadre"], now.UncoveredSince));
        In("v1", "volunteer", 8);
        In("v2", "volunteer", 8);
        Assert.Equal(Local(9), StateAt(10).UncoveredSince);
        Assert.Equal(1, state.Duty.OnDuty("site-2", Series("cadre")));
    }

    [Fact]
    public void SaidAgain_HasBeenThereSinceItWasFirstSaid()
    {
        In("c1", "cadre", 8);
        In("v1", "volunteer", 8);
        In("v2", "volunteer", 8);
        In("v1", "volunteer", 11);
        Out("v2", "volunteer", 10);
        Assert.Equal(Local(10), StateAt(12).UncoveredSince);
    }

    [Fact]
    public void OutsideItsHours_IsClosedAndNotShort()
    {
        foreach (var hour in new[] { 7.4, 21 })
        {
            var now = StateAt(hour);
            Assert.False(now.IsOpen);
            Assert.Empty(now.Missing);
            Assert.Null(now.UncoveredSince);
        }
        Assert.True(StateAt(7.5).IsOpen);
    }

    [Fact]
    public void OverMidnightAndRoundTheClock_AreShortSinceTheyOpened()
    {
        var night = Terms("night", "police:1", "22:00-06:00");
        Assert.Equal(Local(-2), LeafPosts.StateOf(Standing, night, state.Duty, LocalTime(1)).UncoveredSince);
        var always = Terms("always", "police:1", "00:00-24:00");
        Assert.Equal(Morning.AddDays(-2), LeafPosts.StateOf(Standing, always, state.Duty, LocalTime(1)).UncoveredSince);
    }

    [Fact]
    public void ACampaignThatIsClosedOrHasNotBegun_HasNoOpenPosts()
    {
        Assert.False(LeafPosts.StateOf(Standing with { State = CampaignState.Closed }, Site, state.Duty, LocalTime(10)).IsOpen);
        var later = Standing with { OpensAt = Local(11) };
        Assert.False(LeafPosts.StateOf(later, Site, state.Duty, LocalTime(10)).IsOpen);
        Assert.Equal(LocalTime(11), LeafPosts.ChangesAt(later, Site, LocalTime(10)));
        Assert.Equal(Local(11), LeafPosts.StateOf(later, Site, state.Duty, LocalTime(12)).UncoveredSince);
    }

    [Fact]
    public void InARound_APostIsInPlayFromItsFirstDutyOn()
    {
        var round = Standing with { Kind = CampaignKind.Round };
        Assert.Empty(LeafPosts.InPlay(round, [Site], state.Duty));
        In("c1", "cadre", 8);
        Assert.Single(LeafPosts.InPlay(round, [Site], state.Duty));
        Assert.Single(LeafPosts.InPlay(Standing, [Site, Terms("other", "", "07:30-21:00")], state.Duty), p => p.Post.Id == "other");
    }

    [Fact]
    public void WhoIsOnDuty_FollowsFromTheWinnersWhateverTheOrder() => Prop.ForAll(
        Arb.From(
            from days in Gen.ListOf(Reports())
            let reports = days.DistinctBy(r => r.ReportId).ToList()
            from shuffled in Facts.Shuffled([.. reports, .. reports.Take(3)])
            select shuffled),
        reports =>
        {
            var some = new GridState(Catalogue.Current);
            foreach (var report in reports)
                some.Apply(report.ReportId, report.Observations.AsSpan());
            foreach (var (post, role) in PostsAndRoles)
            {
                var there = some.Winners($"duty.{role}").Count(o => o.Post == post && o.Value > 0);
                Assert.Equal(there, some.Duty.OnDuty(post, Series(role)));
            }
        }).QuickCheckThrowOnFailure();

    private static Gen<Report> Reports() =>
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from observations in Gen.ListOf(
            from role in Gen.Elements("cadre", "medic")
            from badge in Gen.Choose(0, 4)
            from value in Gen.Choose(0, 1)
            from second in Gen.Choose(0, 20)
            from post in Gen.Elements("p1", "p2", null)
            select new Observation($"duty.{role}", $"b{badge}", value, Facts.Start.AddSeconds(second), post))
        select new Report(id, [.. observations]);

    private static PostTerms Terms(string id, string requires, string hours) => new(new Post(id, PlaceId.Parse("a.g1"), "gate", id, requires, hours));

    private static int Series(string role) => Catalogue.Current.TryGetSeries($"duty.{role}", out var series) ? series.Index : -1;

    // Hours of the day in China, as the campaign's time in UTC.
    private static DateTime Local(double hour) => Morning.AddHours(hour - 8);

    private static DateTime LocalTime(double hour) => DateTime.SpecifyKind(Local(hour).AddHours(8), DateTimeKind.Unspecified);

    private PostState StateAt(double hour) => LeafPosts.StateOf(Standing, Site, state.Duty, LocalTime(hour));

    private void In(string badge, string role, double hour, string? post = "site-1") => Say(badge, role, 1, hour, post);

    private void Out(string badge, string role, double hour) => Say(badge, role, 0, hour, "site-1");

    private void Say(string badge, string role, long value, double hour, string? post) =>
        state.Apply(Guid.NewGuid(), [new Observation($"duty.{role}", badge, value, Local(hour), post)]);
}
