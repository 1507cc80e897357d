namespace GridGrains.Cli.Tests;

public sealed class PlanReaderTests
{
    private const string Good = "round,2022-10-06T08:00:00+08:00,2022-10-07T20:00:00+08:00,town,tests.sampled,100,10,,even\n";

    [Fact]
    public void Read_GoodRow_HasEveryColumn() => Assert.Equal([Plans.Row], PlanReader.Read(Plans.Heading + Good, "plan.csv"));

    [Theory]
    [InlineData("tests.sampled", "tests.sampeld", "'tests.sampeld' is not a series of the catalogue")]
    [InlineData(",100,10,", ",100,21,", "'per_subject' is 21, but one observation of tests.sampled says 20 at most")]
    [InlineData(",100,10,", ",-1,10,", "'total' is '-1', not a whole number of 0 or more")]
    [InlineData(",100,10,", ",100,0,", "'per_subject' must be 1 or more")]
    [InlineData("even", "odd", "'shape' is 'odd'; allowed are 'even' and 'daytime'")]
    [InlineData(",town,", ",Town,", "'Town' is not a place id: 1 to 10 segments of [a-z0-9-]{1,32} joined by dots")]
    [InlineData("2022-10-07T20:00:00+08:00", "2022-10-05T20:00:00+08:00", "'to' is before 'from'")]
    [InlineData("2022-10-07T20:00:00+08:00", "2022-10-07 20:00", "'2022-10-07 20:00' is not a time like 2022-10-06T07:00:00+08:00")]
    [InlineData("tests.sampled,100,10,,", "issues,100,1,5,", "'final_stage' is 5, but issues has 4 stages")]
    [InlineData("tests.sampled,100,10,,", "issues,100,2,4,", "a case is one subject, so 'per_subject' must be 1 where there is a 'final_stage'")]
    public void Read_BadRow_NamesRowAndWhat(string good, string bad, string what)
    {
        var failure = Assert.Throws<CommandFailure>(() => PlanReader.Read(Plans.Heading + Good + Good.Replace(good, bad, StringComparison.Ordinal), "plan.csv"));
        Assert.Equal((ExitCode.WrongUse, $"'plan.csv', row 2: {what}"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void Read_DaytimeWorkInTheNight_IsRefused()
    {
        var night = Good.Replace("06T08", "06T23", StringComparison.Ordinal).Replace("07T20", "07T05", StringComparison.Ordinal).Replace("even", "daytime", StringComparison.Ordinal);
        var failure = Assert.Throws<CommandFailure>(() => PlanReader.Read(Plans.Heading + night, "plan.csv"));
        Assert.Contains("it is night from 'from' to 'to'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingColumn_IsRefused()
    {
        var failure = Assert.Throws<CommandFailure>(() => PlanReader.Read("campaign,from\na,b\n", "plan.csv"));
        Assert.Equal(ExitCode.WrongUse, failure.ExitCode);
    }
}
