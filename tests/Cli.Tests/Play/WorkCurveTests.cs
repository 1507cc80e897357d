namespace GridGrains.Cli.Tests;

public sealed class WorkCurveTests
{
    private static readonly PlanRow Days = Plans.Row with { Shape = PlanShape.Daytime };

    private static readonly IReadOnlyList<DateTimeOffset> Moments =
        [.. Enumerable.Range(0, 10_000).Select(i => new WorkCurve(Days).At(i / 10_000.0).ToOffset(TimeSpan.FromHours(8)))];

    [Fact]
    public void At_Daytime_IsNeverInTheNight() => Assert.All(Moments, at => Assert.InRange(at.Hour, 6, 21));

    [Fact]
    public void At_Daytime_OnlyGoesForwardAndStaysInTheRowsTime()
    {
        Assert.Equal(Moments.Order(), Moments);
        Assert.InRange(Moments[0], Days.From, Days.From.AddMinutes(5));
        Assert.InRange(Moments[^1], Days.To.AddMinutes(-5), Days.To);
    }

    [Fact]
    public void At_Daytime_PeaksInMidMorningAndLateAfternoon()
    {
        var byHour = Moments.Where(at => at.Day == 7).GroupBy(at => at.Hour).ToDictionary(g => g.Key, g => g.Count());
        Assert.True(byHour[9] > byHour[7] && byHour[9] > 2 * byHour[13], "mid-morning is not a peak");
        Assert.True(byHour[16] > byHour[18] && byHour[16] > 2 * byHour[13], "late afternoon is not a peak");
    }

    [Fact]
    public void At_Even_IsAStraightLine()
    {
        var curve = new WorkCurve(Plans.Row);
        Assert.Equal(Plans.Row.From, curve.At(0));
        Assert.Equal(Plans.Row.From + ((Plans.Row.To - Plans.Row.From) / 4), curve.At(0.25));
    }

    [Fact]
    public void At_NoTimeAtAll_IsThatMoment() =>
        Assert.Equal(Plans.Row.From, new WorkCurve(Plans.Row with { To = Plans.Row.From }).At(0.7));
}
