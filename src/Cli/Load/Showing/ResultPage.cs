using System.Globalization;
using System.Net;
using System.Text;

namespace GridGrains.Cli;

/// <summary>A result as one page: no script, nothing from anywhere else, light or dark as the reader's screen is.</summary>
internal static class ResultPage
{
    private const string Style = """
        :root { color-scheme: light dark; --back: #fbfbfa; --text: #1d2126; --faint: #667079; --rule: #dfe3e6; --card: #fff; --good: #14713c; --bad: #b3261e;
          --c1: #1f6feb; --c2: #d9730d; --c3: #7a3fc4; --c4: #14854a; }
        @media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e4e7ea; --faint: #98a2ab; --rule: #2d3339; --card: #1b1f23; --good: #5ccf8a; --bad: #ff8a80;
          --c1: #6cb0ff; --c2: #ffa657; --c3: #c297ff; --c4: #6bd69a; } }
        body { margin: 0 auto; padding: 24px 20px 60px; max-width: 940px; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 32px 0 8px; }
        .verdict { font-size: 17px; font-weight: 600; margin: 14px 0; } .exact { color: var(--good); } .void { color: var(--bad); }
        .faint, .unit { color: var(--faint); }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin: 18px 0; }
        .figures div { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 14px; }
        .figures b { display: block; font-size: 22px; font-variant-numeric: tabular-nums; } .figures span { color: var(--faint); font-size: 13px; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { padding: 5px 10px; border-bottom: 1px solid var(--rule); text-align: right; white-space: nowrap; }
        .terms td { text-align: left; white-space: normal; } .terms td:first-child { color: var(--faint); white-space: nowrap; }
        th:first-child, td:first-child { text-align: left; } th { color: var(--faint); font-weight: 500; } td.declined { color: var(--faint); font-size: 12px; white-space: normal; min-width: 84px; }
        figure { margin: 18px 0; background: var(--card); border: 1px solid var(--rule); border-radius: 8px; padding: 10px 12px 6px; }
        figcaption { font-weight: 600; display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: baseline; } .key { font-weight: 400; font-size: 13px; color: var(--faint); }
        .key i { display: inline-block; width: 14px; height: 3px; margin-right: 6px; vertical-align: middle; }
        svg { width: 100%; height: auto; display: block; } svg text { fill: var(--faint); font: 11px system-ui, sans-serif; } .rule { stroke: var(--rule); }
        .line { fill: none; stroke-width: 1.8; stroke-linejoin: round; } .c1 { stroke: var(--c1); } .c2 { stroke: var(--c2); } .c3 { stroke: var(--c3); } .c4 { stroke: var(--c4); }
        .b1 { background: var(--c1); } .b2 { background: var(--c2); } .b3 { background: var(--c3); } .b4 { background: var(--c4); }
        """;

    /// <summary>The page.</summary>
    public static string Of(LoadResult result)
    {
        var page = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        page.Append(CultureInfo.InvariantCulture, $"<title>Load of {Text(result.Run.Root)}</title><style>{Style}</style></head><body>\n");
        page.Append(CultureInfo.InvariantCulture, $"<h1>A testing day of {result.Run.People:N0} people in {result.Run.Grids:N0} grids</h1>");
        page.Append(CultureInfo.InvariantCulture, $"<div class=\"faint\">{result.Run.Began.UtcDateTime:yyyy-MM-dd HH:mm} UTC · {Text(result.Run.Service)} · campaign {Text(result.Run.Campaign)}</div>\n");
        AppendVerdict(page, result.Verdict);
        if (result.Figures is { } figures)
        {
            AppendFigures(page, figures);
            AppendTimes(page, result, figures);
            AppendCharts(page, figures.Series);
        }
        AppendTerms(page, result);
        return page.Append("</body></html>\n").ToString();
    }

    private static void AppendVerdict(StringBuilder page, Verdict verdict)
    {
        if (verdict.IsExact)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p class=\"verdict exact\">Exactly once: all {verdict.Reports:N0} acknowledged reports are counted once each, at {verdict.Leaves:N0} grids, at {verdict.Areas:N0} areas, and by the journal.</p>\n");
            return;
        }
        page.Append("<p class=\"verdict void\">VOID: what is counted is not what was acknowledged, so no figure of this run is given.</p><ul>");
        foreach (var difference in verdict.Differences)
            page.Append(CultureInfo.InvariantCulture, $"<li>{Text(difference)}</li>");
        page.Append(CultureInfo.InvariantCulture, $"</ul><p>{verdict.DifferenceCount:N0} differences in all.</p>\n");
    }

    private static void AppendFigures(StringBuilder page, RunFigures figures)
    {
        page.Append("<div class=\"figures\">");
        Append(page, Show.Number(figures.ObservationsPerSecond), "observations a second");
        Append(page, figures.Acknowledgement[0].All[2].Milliseconds is { } p99 ? Show.Milliseconds(p99) : "declined", "acknowledgement p99");
        if (figures.Staleness is [.., var highest])
            Append(page, highest.All[2].Milliseconds is { } stale ? Show.Milliseconds(stale) : "declined", $"shown p99, {Text(highest.Name)}");
        Append(page, figures.Service.CpuMicrosecondsPerObservation is { } cpu ? $"{Show.Number(cpu)} µs" : "not known", "service's CPU for an observation");
        Append(page, figures.Service.PeakMebibytes is { } memory ? $"{Show.Number(memory)} MiB" : "not known", "service's memory, most");
        page.Append("</div>\n");
    }

    private static void Append(StringBuilder page, string figure, string name) => page.Append(CultureInfo.InvariantCulture, $"<div><b>{figure}</b><span>{name}</span></div>");

    private static void AppendTimes(StringBuilder page, LoadResult result, RunFigures figures)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>Times</h2><p class=\"faint\">From {Text(result.Run.LatencyFrom)}. A figure is declined where the generator itself was late, or too few samples say it.</p>");
        page.Append("<div class=\"wide\"><table><tr><th></th><th>samples</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>longest</th></tr>");
        foreach (var row in figures.Acknowledgement)
            AppendRow(page, "acknowledged, " + row.Name, row);
        foreach (var row in figures.Staleness)
            AppendRow(page, "shown, " + row.Name, row);
        if (figures.Return is { } back)
            AppendRow(page, back.Name, back);
        AppendRow(page, "generator's own lag", figures.GeneratorLag);
        page.Append("</table></div>\n");
    }

    private static void AppendRow(StringBuilder page, string name, Percentiles row)
    {
        page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(name)}</td><td>{row.Count:N0}</td>");
        foreach (var one in row.All)
            page.Append(CultureInfo.InvariantCulture, $"<td{(one.Milliseconds is null ? " class=\"declined\"" : "")}>{Text(one.Shown)}</td>");
        page.Append(CultureInfo.InvariantCulture, $"<td>{(row.Count == 0 ? "" : Show.Milliseconds(row.MaxMilliseconds))}</td></tr>");
    }

    private static void AppendCharts(StringBuilder page, IReadOnlyList<Second> seconds)
    {
        ChartLine Line(string name, int colour, Func<Second, double?> value) => new(name, colour, [.. seconds.Select(s => (s.At, value(s)))]);
        page.Append("<h2>Second by second</h2>");
        page.Append(LineChart.Draw("Observations", "a second", [Line("due", 2, s => s.Due), Line("acknowledged", 1, s => s.Acknowledged)]));
        page.Append(LineChart.Draw("Acknowledgement", "ms", [Line("p50", 1, s => s.P50), Line("p99", 2, s => s.P99)]));
        page.Append(LineChart.Draw("Staleness at those who watch", "ms", [Line("p99 of what was shown", 1, s => s.StalenessP99), Line("oldest not shown yet", 2, s => s.OldestUnseen)]));
        page.Append(LineChart.Draw("Watching", "connections", [Line("connected, with a snapshot", 4, s => s.Watching)]));
        page.Append(LineChart.Draw("Processors", "used", [Line("service", 1, s => s.ServiceCpu), Line("generator", 3, s => s.GeneratorCpu)]));
        page.Append(LineChart.Draw("Service's memory", "MiB", [Line("resident", 1, s => s.ServiceMebibytes)]));
    }

    private static void AppendTerms(StringBuilder page, LoadResult result)
    {
        var run = result.Run;
        page.Append("<h2>What was run</h2><div class=\"wide\"><table class=\"terms\">");
        void Term(string name, string value) => page.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td>{Text(value)}</td></tr>");
        Term("loop", run.Loop);
        Term("offered", run.ObservationsPerSecondOffered is { } offered ? $"{Show.Number(offered)} observations a second in {Show.Number(run.PlannedSeconds ?? 0)} s" : "as much as is taken");
        Term("tree", string.Create(CultureInfo.InvariantCulture, $"{run.Root}: {run.Areas:N0} areas, {run.Grids:N0} grids"));
        Term("connections that send", Screen.Number(run.Connections));
        Term("watching", $"{run.Walls} walls, {run.Phones} phones; looked for frames every {Show.Milliseconds(run.LooksEveryMilliseconds)}");
        Term("of the reports", string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Mix.Bulk:P0} in bulk, {run.Mix.Hub:P0} over the hub, {run.Mix.Late:P0} late, {run.Mix.Repeated:P0} of the others sent twice; {run.Mix.HotSites:P0} of the people at hot sites"));
        if (result.Figures is { } figures)
        {
            Term("answers", string.Create(
                CultureInfo.InvariantCulture,
                $"{figures.KnownBefore:N0} known before, {figures.RefusedForNow:N0} told to wait, {figures.Lost:N0} calls without an answer, {figures.WaitedForConnection:N0} waited for a connection"));
            Term("shown", string.Create(CultureInfo.InvariantCulture, $"{figures.Snapshots:N0} snapshots; {figures.NeverSeen:N0} reports not shown to somebody who should see them"));
            Term("service", figures.Service.CpuSeconds is { } cpu
                ? string.Create(CultureInfo.InvariantCulture, $"{cpu:0.0} CPU s, wrote {figures.Service.WrittenMebibytes?.ToString("N0", CultureInfo.InvariantCulture) ?? "?"} MiB; not known: {string.Join(", ", figures.Service.NotKnown)}")
                : "not known");
            Term("generator", string.Create(CultureInfo.InvariantCulture, $"{figures.Generator.CpuSeconds:0.0} CPU s, {figures.Generator.PeakMebibytes:N0} MiB, {figures.Generator.GcCount} garbage collections that halted it for {figures.Generator.GcPauseMilliseconds:0} ms"));
        }
        Term("machine", run.Machine);
        page.Append("</table></div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
