using System.Collections.Immutable;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using GridGrains.Grid;
using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>Each rule as a table: what is reported and when, what stands at which moment. Times are hours of 6 October in China.</summary>
public sealed class RuleTests
{
    private static readonly DateTime Midnight = new(2022, 10, 5, 16, 0, 0, DateTimeKind.Utc);

    private static readonly Campaign Standing = City.CityFacts.Campaign("duty", "a") with { OpensAt = Midnight.AddDays(-3) };

    private static readonly Campaign Round = Standing with
    {
        Kind = CampaignKind.Round,
        OpensAt = Midnight.AddHours(7),
        Deadline = Midnight.AddHours(24 + 18),
        Targets = ImmutableSortedDictionary<string, string>.Empty.Add("households.informed", "households"),
    };

    private static readonly ImmutableArray<PostTerms> Posts =
    [
        new PostTerms(new Post("site-1", PlaceId.Parse("a.g1"), "sampling-site", "采样点1", "cadre:1", "07:30-21:00")),
        new PostTerms(new Post("night", PlaceId.Parse("a.g1"), "gate", "夜卡", "police:1", "22:00-06:00")),
    ];

    private readonly GridState state = new(Catalogue.Current);
    private DateTime? reported;

    [Theory]
    [InlineData(7.4, "")] // closed
    [InlineData(7.5, "")] // opens uncovered: the grace begins
    [InlineData(7.7, "")]
    [InlineData(7.75, "post.short site-1 7.5")] // 15 minutes
    [InlineData(20.9, "post.short site-1 7.5")]
    [InlineData(21, "")] // closed
    [InlineData(22.2, "")]
    [InlineData(22.25, "post.short night 22")]
    [InlineData(29.9, "post.short night 22")] // over midnight
    [InlineData(30, "")]
    public void PostShort_WithNobodyThere(double hour, string stands) => Assert.Equal(stands, At(hour, Standing, "post.short"));

    [Fact]
    public void PostShort_IsRaisedAfterItsGrace_AndClearedWhenSomebodyComes()
    {
        Report(7.5, Duty("c1", 1, 7.4));
        Assert.Equal("", At(9, Standing, "post.short"));
        Report(9, Duty("c1", 0, 9));
        Assert.Equal("", At(9.2, Standing, "post.short"));
        Assert.Equal("post.short site-1 9", At(9.25, Standing, "post.short"));
        Report(9.5, Duty("c2", 1, 9.5));
        Assert.Equal("", At(9.5, Standing, "post.short"));
    }

    [Fact]
    public void PostShort_InARound_NeedsDutyReportedInIt_AndRestsAfterTheDeadline()
    {
        Assert.Equal("", At(12, Round, "post.short"));
        Report(8, Duty("c1", 1, 8), Duty("c1", 0, 9));
        Assert.Equal("post.short site-1 9", At(12, Round, "post.short"));
        Assert.Equal("", At(24 + 18, Round, "post.short"));
    }

    [Theory]
    [InlineData(7.9, null, "")] // before working hours
    [InlineData(11.9, null, "")]
    [InlineData(12, null, "place.silent - 8")] // four hours into them
    [InlineData(12, 7.5, "place.silent - 8")] // what came before them is long ago
    [InlineData(12, 8.5, "")]
    [InlineData(12.5, 8.5, "place.silent - 8.5")]
    [InlineData(19.9, 8.5, "place.silent - 8.5")]
    [InlineData(20, 8.5, "")] // at night nobody is waited for
    [InlineData(35.9, 19.0, "")]
    [InlineData(36, 19.0, "place.silent - 32")] // the next morning
    [InlineData(42, 19.0, "")] // the deadline
    public void PlaceSilent_ByTheLastReport(double hour, double? last, string stands)
    {
        if (last is { } at)
            Report(at);
        Assert.Equal(stands, At(hour, Round, "place.silent"));
    }

    [Fact]
    public void PlaceSilent_NotInAStandingCampaign_NotAtADesk_NotWhenAllIsDone()
    {
        Assert.Equal("", At(13, Standing, "place.silent"));
        Assert.Equal("", At(13, Round, ["place.silent"], "a.desk"));
        Report(8, [.. Enumerable.Range(0, 10).Select(n => new Observation("households.informed", $"h{n}", 1, Hour(8)))]);
        Assert.Equal("", At(12, Round, "place.silent"));
        Report(8.1, new Observation("households.informed", "h3", 0, Hour(8.1)));
        Assert.Equal("place.silent - 8.1", At(13, Round, "place.silent"));
    }

    [Theory]
    [InlineData("tests.positive", "tests.positive", 0)]
    [InlineData("doorstep", "doorstep.late", 4)]
    [InlineData("needs", "needs.late", 24)]
    [InlineData("transfers", "transfers.late", 4)]
    [InlineData("shortages", "shortages.late", 12)]
    [InlineData("issues", "issues.late", 24)]
    public void ACase_IsRaisedAfterItsGrace_AndClearedWhenItEnds(string series, string rule, double grace)
    {
        Report(8, new Observation(series, "x-1", 1, Hour(8)), new Observation(series, "x-2", 0, Hour(8)));
        if (grace > 0)
            Assert.Equal("", At(8 + grace - 0.01, Round with { Deadline = null }, rule));
        Assert.Equal($"{rule} x-1 8", At(8 + grace, Round with { Deadline = null }, rule));
        Assert.True(Catalogue.Current.TryGetSeries(series, out var found));
        var end = series == "issues" ? 3 : found.Stages.Length;
        Report(60, new Observation(series, "x-1", end, Hour(60)));
        Assert.Equal("", At(60.1, Round with { Deadline = null }, rule));
    }

    [Fact]
    public void ACase_ThatMovesHasItsGraceAgain_AndOneRectifiedWaitsForItsRecheck()
    {
        Report(8, new Observation("issues", "i-1", 1, Hour(8)));
        Report(30, new Observation("issues", "i-1", 2, Hour(30)));
        Assert.Equal("", At(32, Standing, "issues.late"));
        Assert.Equal("issues.late i-1 30", At(54, Standing, "issues.late"));
        Report(55, new Observation("issues", "i-1", 3, Hour(55)));
        Assert.Equal("", At(78.9, Standing, "issues.late", "issues.unchecked"));
        Assert.Equal("issues.unchecked i-1 55", At(79, Standing, "issues.late", "issues.unchecked"));
        Report(80, new Observation("issues", "i-1", 4, Hour(80)));
        Assert.Equal("", At(200, Standing, "issues.late", "issues.unchecked"));
    }

    [Fact]
    public void TestsOver_IsRaisedAboveTheExpected_AndClearedByACorrection()
    {
        // 100 residents: up to 110.
        Report(8, [.. Enumerable.Range(0, 11).Select(n => new Observation("tests.sampled", $"T{n}", 10, Hour(8)))]);
        Assert.Equal("", At(9, Round, "tests.over"));
        Report(9, new Observation("tests.sampled", "T99", 1, Hour(9)));
        Assert.Equal("tests.over - 9", At(9.5, Round, "tests.over"));
        Report(10, new Observation("tests.sampled", "T99", 0, Hour(10)));
        Assert.Equal("", At(10, Round, "tests.over"));
    }

    [Fact]
    public void IsolationFull_ComparesTwoCounts()
    {
        Report(8, new Observation("isolation.beds", "s", 20, Hour(8)), new Observation("isolation.occupied", "s", 20, Hour(8)));
        Assert.Equal("", At(9, Standing, "isolation.full"));
        Report(9, new Observation("isolation.occupied", "s", 21, Hour(9)));
        Assert.Equal("isolation.full - 9", At(9, Standing, "isolation.full"));
        Report(10, new Observation("isolation.beds", "s", 30, Hour(10)));
        Assert.Equal("", At(10, Standing, "isolation.full"));
    }

    [Fact]
    public void AClosedCampaign_HasNoAlerts()
    {
        Report(8, new Observation("tests.positive", "T1", 1, Hour(8)), new Observation("tests.sampled", "T1", 20, Hour(8)));
        var closed = Round with { State = CampaignState.Closed };
        Assert.Equal("", At(12, closed, "tests.positive", "place.silent", "post.short", "tests.over"));
    }

    [Fact]
    public void NextAt_IsTheMomentAtWhichTimeAloneRaisesOrEndsSomething()
    {
        Report(8, new Observation("doorstep", "d", 1, Hour(8)), Duty("c1", 1, 7.5), Duty("c1", 0, 9));
        Assert.Equal(Hour(9.25), Evaluate(9, Standing).NextAt);
        Assert.Equal(Hour(12), Evaluate(9.25, Standing).NextAt);
        // The daily report is due.
        Assert.Equal(Hour(18), Evaluate(12, Standing).NextAt);
    }

    [Fact]
    public void WhereNothingStands_AnObservationAndALookCostNoGarbage()
    {
        Observation[][] reports = [.. Enumerable.Range(0, 3).Select(n => Enumerable.Range(0, 50).SelectMany(i => new[]
        {
            new Observation("tests.sampled", $"T{i}", 1, Hour(8).AddSeconds(n)),
            new Observation("issues", $"i{i}", 4, Hour(8).AddSeconds(n)),
            new Observation("duty.cadre", $"c{i}", 1, Hour(8).AddSeconds(n), "site-1"),
        }).ToArray())];
        var ids = reports.Select(_ => Guid.NewGuid()).ToArray();
        var findings = new Findings();
        var leaf = new LeafSituation(Standing, null, [], state, Hour(8), Hour(8), Hour(9));
        var rules = RuleBook.Own.Of(Standing);
        long before = 0;
        for (var n = 0; n < reports.Length; n++)
        {
            // The first two rounds make room for the subjects and have the code compiled.
            before = n == 2 ? GC.GetAllocatedBytesForCurrentThread() : 0;
            state.Apply(ids[n], reports[n]);
            findings.Clear();
            foreach (var rule in rules)
                rule.Evaluate(leaf, findings);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(findings.Standing);
    }

    [Fact]
    public void OrderAndRepetition_LeaveNoWrongAlertStanding() => Prop.ForAll(
        Arb.From(
            from days in Gen.ListOf(Reports())
            let reports = days.DistinctBy(r => r.ReportId).ToList()
            from first in Facts.Shuffled(reports)
            from second in Facts.Shuffled([.. reports, .. reports])
            select (first, second)),
        days => Assert.Equal(Subjects(days.first), Subjects(days.second))).QuickCheckThrowOnFailure();

    private static Gen<Report> Reports() =>
        from id in ArbMap.Default.GeneratorFor<Guid>()
        from observations in Gen.ListOf(
            from series in Gen.Elements("issues", "tests.positive", "doorstep", "needs", "transfers", "shortages", "households.revisit", "tests.sampled", "isolation.beds", "isolation.occupied")
            from subject in Gen.Choose(0, 4)
            from value in Gen.Choose(0, Most(series))
            from hour in Gen.Choose(0, 40)
            select new Observation(series, $"s{subject}", value, Hour(hour)))
        select new Report(id, [.. observations]);

    private static int Most(string series) => series switch
    {
        "issues" => 4,
        "doorstep" or "needs" or "transfers" => 3,
        "shortages" => 2,
        "tests.positive" or "households.revisit" => 1,
        _ => 40, // 100 residents, so that sampled and isolated are over and under
    };

    private static string Subjects(IEnumerable<Report> reports)
    {
        var state = new GridState(Catalogue.Current);
        foreach (var report in reports)
            state.Apply(report.ReportId, report.Observations.AsSpan());
        return Text(Evaluate(state, null, 48, Standing, "a.g1").Standing);
    }

    private static Observation Duty(string badge, long value, double hour) => new("duty.cadre", badge, value, Hour(hour), "site-1");

    private static DateTime Hour(double hour) => Midnight.AddHours(hour);

    private static Findings Evaluate(GridState state, DateTime? reported, double hour, Campaign campaign, string place)
    {
        var city = new GridGrains.City(new CityImage(
            1, [City.CityFacts.Place("a/town"), City.CityFacts.Place("a.g1/grid/10") with { Attributes = Attributes }], [], []));
        Assert.True(city.TryGetPlace(PlaceId.Parse(place), out var node));
        var findings = new Findings();
        var leaf = new LeafSituation(campaign, node, Posts, state, reported, reported, Hour(hour));
        foreach (var rule in RuleBook.Own.Of(campaign))
            rule.Evaluate(leaf, findings);
        return findings;
    }

    private static ImmutableSortedDictionary<string, long> Attributes =>
        ImmutableSortedDictionary<string, long>.Empty.Add("households", 10).Add("residents", 100);

    private static string Text(IEnumerable<Finding> standing) => string.Join(
        ", ",
        standing.Select(f => string.Create(
            CultureInfo.InvariantCulture, $"{f.Terms.Code} {f.Subject ?? "-"} {Math.Round((f.Since - Midnight).TotalHours, 2)}")).Order(StringComparer.Ordinal));

    private void Report(double hour, params Observation[] observations)
    {
        reported = Hour(hour);
        state.Apply(Guid.NewGuid(), observations);
    }

    private Findings Evaluate(double hour, Campaign campaign) => Evaluate(state, reported, hour, campaign, "a.g1");

    private string At(double hour, Campaign campaign, params string[] rules) => At(hour, campaign, rules, "a.g1");

    private string At(double hour, Campaign campaign, string[] rules, string place) =>
        Text(Evaluate(state, reported, hour, campaign, place).Standing.Where(f => rules.Contains(f.Terms.Code)));
}
