namespace GridGrains.Deploy.Tests;

/// <summary>What a served process really exports by OTLP, and that dashboards and alert rules ask for nothing else.</summary>
public sealed class ExportTests(Watched watched)
{
    private static readonly string[] Once = ["report", "append", "push"];
    private static readonly string[] AddedByPrometheus = ["le", "job", "instance"];

    [Fact]
    public async Task EveryMetricOfDashboardsAndAlerts_IsExported()
    {
        var wanted = Expressions.All().SelectMany(e => PrometheusNames.UsedIn(e.Expression)).Select(u => u.Metric).ToHashSet();
        Assert.True(wanted.Count > 20, "dashboards and alert rules were not found");
        // A place that was not watched before has no staleness, and one that was has it from its second report on.
        await Wait.UntilAsync("the last histogram is exported", async () =>
        {
            await watched.ReportAsync();
            return Lacking(wanted).Length == 0;
        }, () => $"lacking: {string.Join(", ", Lacking(wanted))}");
    }

    [Fact]
    public async Task EveryLabelOfDashboardsAndAlerts_IsAnAttributeOfItsMetric()
    {
        await EveryMetricOfDashboardsAndAlerts_IsExported();
        var byName = watched.Collector.Metrics.Values.SelectMany(m => PrometheusNames.Of(m).Select(name => (name, m))).ToDictionary(p => p.name, p => p.m);
        foreach (var (where, expression) in Expressions.All())
        {
            var used = PrometheusNames.UsedIn(expression).ToArray();
            Assert.True(used.Length > 0, $"{where} asks for no metric: {expression}");
            foreach (var (metric, labels) in used)
            {
                var known = byName[metric].Attributes.Select(PrometheusNames.Label).Concat(AddedByPrometheus).ToHashSet();
                Assert.All(labels, label => Assert.True(known.Contains(label), $"{where}: {metric} has no {label}, but {string.Join(", ", known)}"));
            }
            var all = used.SelectMany(u => byName[u.Metric].Attributes).Select(PrometheusNames.Label).Concat(AddedByPrometheus).ToHashSet();
            Assert.All(PrometheusNames.GroupedBy(expression), label => Assert.True(all.Contains(label), $"{where} groups by {label}, which nothing in it has"));
        }
    }

    [Fact]
    public async Task NoAttribute_NamesAPlaceOrAnybody()
    {
        await EveryMetricOfDashboardsAndAlerts_IsExported();
        string[] known = ["outcome", "depth", "kind", "campaign", "severity"];
        var own = watched.Collector.Metrics.Values.Where(m => m.Name.StartsWith("gridgrains.", StringComparison.Ordinal)).SelectMany(m => m.Attributes).Distinct();
        Assert.All(own, attribute => Assert.Contains(attribute.Split('.')[^1], known));
    }

    [Fact]
    public async Task ATrace_LeadsFromAReportToItsPush()
    {
        await Wait.UntilAsync("a trace from report to push is exported", async () =>
        {
            await watched.ReportAsync();
            return watched.Collector.Spans.GroupBy(s => s.Trace).Any(IsWhole);
        }, () => string.Join(", ", watched.Collector.Spans.Select(s => s.Name).Distinct()));
    }

    [Fact]
    public async Task LogLines_AreExported() =>
        await Wait.UntilAsync("the start of the city is in the exported log", () => Task.FromResult(watched.Collector.Logs.Any(line => line.StartsWith("City version", StringComparison.Ordinal))));

    private string[] Lacking(HashSet<string> wanted) =>
        [.. wanted.Except(watched.Collector.Metrics.Values.SelectMany(PrometheusNames.Of)).Order(StringComparer.Ordinal)];

    // Village and town each take it up; every span but the first hangs on another one of its trace.
    private static bool IsWhole(IEnumerable<ExportedSpan> trace)
    {
        var spans = trace.ToArray();
        var ids = spans.Select(s => s.Id).ToHashSet();
        return Once.All(name => spans.Count(s => s.Name == name) == 1)
            && spans.Count(s => s.Name == "roll up") == 2
            && spans.All(s => s.Name == "report" ? s.Parent.Length == 0 : ids.Contains(s.Parent));
    }
}
