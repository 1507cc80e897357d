namespace GridGrains.Cli.Tests;

public sealed class ScheduleTests
{
    private static readonly DayMix Plain = new(0, 0, 0, 0, 0.3);
    private static readonly DayMix Mixed = new(0.2, 0.3, 0.1, 0.1, 0.3);
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    [Fact]
    public void Next_Evenly_IsDueAtTheShareOfTheWorkBeforeIt()
    {
        var calls = All(Plain, DayCurve.Even, out var observations);
        var before = 0L;
        foreach (var call in calls)
        {
            Assert.InRange(call.Due, (before * 60_000_000 / observations) - 1, (before * 60_000_000 / observations) + 1);
            before += call.Reports[0].Observations.Length;
        }
        Assert.InRange(before, observations, observations + 50);
    }

    [Fact]
    public void Next_Daytime_HasMoreInMidMorningThanAtDawn()
    {
        var calls = All(Plain, DayCurve.Daytime, out _);
        // 6 to 7 o'clock, and 9:30 to 10:30, of 16 hours in a minute.
        var (dawn, morning) = (calls.Count(c => c.Due < 3_750_000), calls.Count(c => c.Due is >= 13_125_000 and < 16_875_000));
        Assert.True(morning > 2.5 * dawn, $"{dawn} at dawn, {morning} in mid-morning");
    }

    [Fact]
    public void Next_Mixed_IsInTheOrderOfDuesAndLosesNoReport()
    {
        var calls = All(Mixed, DayCurve.Even, out var observations);
        // A report of 50 observations is a step, and what is due in it may come in either order.
        var step = (50 * 60_000_000L / observations) + 1;
        Assert.All(calls.Zip(calls.Skip(1)), pair => Assert.True(pair.Second.Due >= pair.First.Due - step, $"{pair.First.Due} before {pair.Second.Due}"));
        var reports = calls.Where(c => !c.IsRepeat).SelectMany(c => c.Reports).ToList();
        Assert.Equal(reports.Count, reports.DistinctBy(r => r.Id).Count());
        Assert.InRange(reports.Sum(r => r.Observations.Length), observations, observations + 50);
        Assert.All(calls.Where(c => c.IsRepeat), c => Assert.InRange(c.Due - c.Reports[0].Due, 0, 2_000_000));
        Assert.All(calls.Where(c => !c.IsRepeat).SelectMany(c => c.Reports, (c, r) => (c, r)), p => Assert.Equal(p.c.Due, p.r.Due));
    }

    [Fact]
    public void Next_Mixed_HasTheSharesAskedFor()
    {
        var calls = All(Mixed, DayCurve.Even, out _);
        var reports = (double)calls.Where(c => !c.IsRepeat).Sum(c => c.Reports.Length);
        Assert.InRange(calls.Where(c => c.Way == Way.Bulk).Sum(c => c.Reports.Length) / reports, 0.25, 0.35);
        Assert.InRange(calls.Count(c => c.Way == Way.Hub) / reports, 0.25, 0.35);
        Assert.InRange(calls.Count(c => c.IsRepeat) / reports, 0.03, 0.12);
        Assert.All(calls, c => Assert.True(c.Reports.Sum(r => r.Observations.Length) <= 2_000));
    }

    [Fact]
    public void Next_AnyReport_IsLaterThanAllBeforeItsLeafMade()
    {
        var ends = new Dictionary<int, int>();
        foreach (var report in All(Mixed, DayCurve.Even, out _).Where(c => !c.IsRepeat).SelectMany(c => c.Reports).OrderBy(r => r.Leaf.Index).ThenBy(r => r.At))
        {
            Assert.True(report.At > ends.GetValueOrDefault(report.Leaf.Index, -1));
            ends[report.Leaf.Index] = report.At + report.Observations.Length - 1;
        }
    }

    [Fact]
    public void Next_WithProbes_TellsTheirNumbersInTurnAtTheirPace()
    {
        var tree = Tree();
        var schedule = new Schedule(new DayPlan(tree, 0.3, 1), Plain, new Workload(9_000, Minute, DayCurve.Even), new Probes([tree.Leaves[0], tree.Leaves[9]], TimeSpan.FromSeconds(0.5)), 1);
        var told = Calls(schedule).Where(c => c.Reports[0].Observations is [{ Series.Index: >= 5 }]).ToLookup(c => c.Reports[0].Observations[0].Series);
        Assert.Equal(2, told.Count);
        Assert.All(told, probe =>
        {
            Assert.Equal(Enumerable.Range(1, probe.Count()), probe.Select(c => c.Reports[0].Observations[0].Value));
            Assert.InRange(probe.Count(), 118, 120);
        });
    }

    [Fact]
    public void Stop_InTheMiddle_GivesNothingMore()
    {
        var schedule = new Schedule(new DayPlan(Tree(), 0.3, 1), Mixed, new Workload(9_000, Minute, DayCurve.Even), new Probes([], TimeSpan.MaxValue), 1);
        Assert.NotNull(schedule.Next());
        schedule.Stop();
        Assert.Null(schedule.Next());
    }

    private static LoadTree Tree() => new MadeTree(new TreeShape(20_000, 4, TreeShape.UsualFanout(20_000, 4), 0.5, 1), "load").Tree();

    private static List<Dispatch> All(DayMix mix, DayCurve curve, out long observations)
    {
        var plan = new DayPlan(Tree(), mix.HotSites, 1);
        observations = plan.Observations;
        return Calls(new Schedule(plan, mix, new Workload(observations, Minute, curve), new Probes([], TimeSpan.MaxValue), 1));
    }

    private static List<Dispatch> Calls(Schedule schedule)
    {
        var calls = new List<Dispatch>();
        while (schedule.Next() is { } call)
            calls.Add(call);
        return calls;
    }
}
