namespace GridGrains.Cli.Tests;

public sealed class ScenarioPlaybookTests
{
    [Theory]
    [MemberData(nameof(Plans.Scenarios), MemberType = typeof(Plans))]
    public void Of_Scenario_BringsEveryExpectedCountAbout(string name)
    {
        var scenario = Plans.Scenario(name);
        var tally = new Tally(Playbook.Of(scenario, "phone").Reports);
        var expectations = Expectation.Read(scenario.PathOf("expected.json"));
        Assert.NotEmpty(expectations);
        foreach (var expectation in expectations)
        {
            foreach (var (count, value) in expectation.Counts!)
                Assert.Equal((count, value), (count, tally.Count(expectation.Campaign, PlaceId.Parse(expectation.Place), count)));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.Scenarios), MemberType = typeof(Plans))]
    public void Of_Scenario_ReachesTheTotalOfEveryRow(string name)
    {
        var scenario = Plans.Scenario(name);
        var rows = PlanReader.Read(scenario.PathOf("plan.csv"));
        var tally = new Tally(Playbook.Of(scenario, "phone").Reports);
        foreach (var row in rows)
        {
            var values = tally.Winners(row.Campaign, row.Place, row.Series).ToList();
            var total = row.FinalStage > 0 ? values.Count(v => v == row.FinalStage) : values.Sum();
            Assert.Equal((row.Number, row.Total), (row.Number, total));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.Scenarios), MemberType = typeof(Plans))]
    public void Of_Scenario_SaysNothingThatTheServiceRefuses(string name)
    {
        foreach (var report in Playbook.Of(Plans.Scenario(name), "phone").Reports)
        {
            foreach (var observation in report.Observations)
                Assert.Null(ReportRules.Check(observation, report.Due.UtcDateTime));
        }
    }

    [Theory]
    [MemberData(nameof(Plans.Scenarios), MemberType = typeof(Plans))]
    public void Of_Scenario_IsTheSameEveryTime(string name)
    {
        var first = Playbook.Of(Plans.Scenario(name), "phone").Reports;
        var second = Playbook.Of(Plans.Scenario(name), "phone").Reports;
        Assert.Equal(first.Select(r => r.ReportId), second.Select(r => r.ReportId));
        Assert.All(first.Zip(second), pair => Assert.True(pair.First.Body.Span.SequenceEqual(pair.Second.Body.Span)));
    }

    [Theory]
    [MemberData(nameof(Plans.Scenarios), MemberType = typeof(Plans))]
    public void Of_Scenario_SendsReportsWhenTheirLastObservationIsMade(string name)
    {
        var reports = Playbook.Of(Plans.Scenario(name), "phone").Reports;
        Assert.Equal(reports.Length, reports.Select(r => r.ReportId).Distinct().Count());
        Assert.Equal(reports.Select(r => r.Due).Order(), reports.Select(r => r.Due));
        Assert.All(reports, r => Assert.Equal(r.Observations.Max(o => o.At), r.Due.UtcDateTime));
    }

    [Theory]
    [InlineData("shengtang")]
    [InlineData("jingde")]
    public void Of_Scenario_HasAboutTenObservationsInAReport(string name)
    {
        var sizes = Playbook.Of(Plans.Scenario(name), "phone").Reports.Select(r => r.Observations.Length).ToList();
        Assert.InRange(sizes.Average(), 7, 12);
        Assert.InRange(sizes.Max(), 15, 19);
        Assert.Contains(1, sizes);
    }

    [Fact]
    public void Of_AnotherReporter_NamesTheSameReportsOtherwise()
    {
        var scenario = Plans.Scenario("shengtang");
        var one = Playbook.Of(scenario, "one").Reports.Select(r => r.ReportId);
        Assert.Empty(one.Intersect(Playbook.Of(scenario, "two").Reports.Select(r => r.ReportId)));
    }

    [Fact]
    public void Of_Tianchang_PassesCasesThroughTheirStagesInOrder()
    {
        var scenario = Plans.Scenario("tianchang");
        var rows = PlanReader.Read(scenario.PathOf("plan.csv")).Where(r => r.FinalStage > 0).ToDictionary(r => r.Series);
        var cases = Playbook.Of(scenario, "phone").Reports
            .SelectMany(r => r.Observations.Select(o => (r.Place, Observation: o)))
            .Where(o => rows.ContainsKey(o.Observation.Series))
            .GroupBy(o => (o.Place, o.Observation.Series, o.Observation.Subject))
            .ToList();
        Assert.Equal(47 + 30 + 11 + 10, cases.Count);
        foreach (var steps in cases)
        {
            var row = rows[steps.Key.Series];
            var inTime = steps.Select(s => s.Observation).OrderBy(o => o.At).ToList();
            Assert.Equal(Enumerable.Range(1, row.FinalStage).Select(s => (long)s), inTime.Select(o => o.Value));
            Assert.Equal(inTime.Count, inTime.Select(o => o.At).Distinct().Count());
            Assert.All(inTime, o => Assert.InRange(o.At, row.From.UtcDateTime, row.To.UtcDateTime));
        }
    }

    [Fact]
    public void Of_Shengtang_NamesTheDeskOnlyWhereThePlanDoes()
    {
        var atDesks = Playbook.Of(Plans.Scenario("shengtang"), "phone").Reports.Where(r => r.Place.IsDesk).SelectMany(r => r.Observations);
        Assert.Equal(["muster.called", "muster.present", "teams.work"], atDesks.Select(o => o.Series).Distinct().Order());
    }
}
