using System.Text.RegularExpressions;

namespace GridGrains.Cli.Tests;

public sealed partial class ResultPageTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_AnyResult_AsksNobodyForAnything(bool exact)
    {
        var page = ResultPage.Of(Result(exact));
        Assert.DoesNotMatch(Reference(), page);
        Assert.Equal(exact, page.Contains("<svg", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_TextsFromElsewhere_AreText() =>
        Assert.DoesNotContain("<b>root", ResultPage.Of(Result(exact: false)), StringComparison.Ordinal);

    [Fact]
    public void Draw_AGap_BreaksTheLine()
    {
        var svg = LineChart.Draw("x", "ms", [new ChartLine("y", 1, [(1, 5), (2, null), (3, 7), (4, 8)])]);
        Assert.Equal((2, 1), (svg.Split('"').Single(p => p.StartsWith('M')).Count(c => c == 'M'), svg.Split('"').Single(p => p.StartsWith('M')).Count(c => c == 'L')));
    }

    private static LoadResult Result(bool exact)
    {
        var times = new Histogram();
        for (var i = 0; i < 2_000; i++)
            times.Add(i);
        var some = Percentiles.Of("all", times, new Histogram());
        return new LoadResult
        {
            Verdict = new Verdict(3, 2, 100, 1_000, true, exact ? [] : ["<b>root differs"], exact ? 0 : 1),
            Run = new RunTerms(
                default, "http://127.0.0.1:1/", "load-1", "load", 3, 2, 900, "open", "the intended time", 60, null, 8, 1, 1, 5, null, new DayMix(0, 0, 0, 0, 0), 1, "a machine"),
            Figures = !exact ? null : new RunFigures
            {
                Seconds = 60,
                Observations = 1_000,
                Reports = 100,
                ObservationsPerSecond = 17,
                ReportsPerSecond = 2,
                KnownBefore = 0,
                RefusedForNow = 0,
                Lost = 0,
                WaitedForConnection = 0,
                Acknowledgement = [some],
                Staleness = [some],
                NeverSeen = 0,
                Snapshots = 10,
                WatchersLost = 0,
                GeneratorLag = some,
                Service = new ServiceUse(1, 2, 3, 4, 5, ["fsyncs"]),
                Generator = new GeneratorUse(1, 2, 3, 4),
                Series = [new Second(1, 10, 10, 1, 2, 3, 4, 2, 0, 0.5, 100, 0.1), new Second(2, 10, 10, null, null, 3, 4, 2, 0, 0.5, 100, 0.1)],
            },
        };
    }

    [GeneratedRegex(@"<(script|link|iframe|object|embed|img)\b|\b(src|href|action|data)\s*=|url\(|@import", RegexOptions.IgnoreCase)]
    private static partial Regex Reference();
}
