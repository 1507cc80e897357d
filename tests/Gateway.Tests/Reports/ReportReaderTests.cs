using System.Text;

namespace GridGrains.Gateway.Tests;

public sealed class ReportReaderTests
{
    private const string Id = "0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d";
    private static readonly DateTime Now = new(2022, 10, 6, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Read_AReport_HasWhatWasSent()
    {
        var reading = Read($$"""
            { "reportId": "{{Id}}", "observations": [
              { "series": "tests.sampled", "subject": "T1", "value": 10, "at": "2022-10-06T09:12:31Z", "post": "site-1" },
              { "at": "2022-10-06T17:12:31.5+08:00", "value": 0, "subject": "T2", "series": "tests.sampled" } ] }
            """);
        Assert.Null(reading.Problem);
        Assert.Equal(Guid.Parse(Id), reading.Report!.ReportId);
        Assert.Equal(
            [
                new Observation("tests.sampled", "T1", 10, new DateTime(2022, 10, 6, 9, 12, 31, DateTimeKind.Utc), "site-1"),
                new Observation("tests.sampled", "T2", 0, new DateTime(2022, 10, 6, 9, 12, 31, 500, DateTimeKind.Utc)),
            ],
            reading.Report.Observations);
    }

    [Fact]
    public void Read_AKnownSeries_IsTheCataloguesOwnString()
    {
        Assert.True(Catalogue.Current.TryGetSeries("tests.sampled", out var series));
        Assert.Same(series.Code, Read(Report(Observation())).Report!.Observations[0].Series);
    }

    [Fact]
    public void Read_NoObservations_IsAZeroReport() => Assert.Empty(Read(Report()).Report!.Observations);

    [Fact]
    public void Read_EscapedNamesAndTexts_AreTheSameAsPlainOnes()
    {
        var reading = Read(Report("""{ "s\u0065ries": "tests.s\u0061mpled", "subject": "T\u0031", "value": 1, "at": "2022-10-06T09:12:31\u005a" }"""));
        Assert.Equal(("tests.sampled", "T1"), (reading.Report!.Observations[0].Series, reading.Report.Observations[0].Subject));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("\u007f", null)]
    [InlineData("""{ "reportId": "0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d" }""", "observations")]
    [InlineData("""{ "observations": [] }""", "reportId")]
    [InlineData("""{ "reportId": 1, "observations": [] }""", "reportId")]
    [InlineData("""{ "reportId": "x", "reportId": "x", "observations": [] }""", "reportId")]
    [InlineData("""{ "reportId": "x", "observations": [], "observations": [] }""", "observations")]
    [InlineData("""{ "reportId": "x", "observations": [], "extra": 1 }""", "extra")]
    [InlineData("""{ "reportId": "x", "observations": {} }""", "observations")]
    [InlineData("""{ "reportId": "x", "observations": [1] }""", "observations[0]")]
    [InlineData("""{ "reportId": "x", "observations": [] } x""", null)]
    [InlineData("""{ "reportId": "x", "observations": [] } {}""", null)]
    [InlineData("""{ "reportId": "x", "place": "a", "observations": [] }""", "place")]
    [InlineData("""{ "reportId": "x", "observations": [], }""", null)]
    [InlineData("""{ "reportId": "x", /* no */ "observations": [] }""", null)]
    public void Read_NotTheShape_IsMalformedAndNamesTheMember(string json, string? member) => AssertMalformed(Read(json).Problem, member);

    [Theory]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 1 }""", "observations[1].at")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "at": "2022-10-06T09:12:31Z" }""", "observations[1].value")]
    [InlineData("""{ "series": "tests.sampled", "value": 1, "at": "2022-10-06T09:12:31Z" }""", "observations[1].subject")]
    [InlineData("""{ "subject": "T1", "value": 1, "at": "2022-10-06T09:12:31Z" }""", "observations[1].series")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": "1", "at": "2022-10-06T09:12:31Z" }""", "observations[1].value")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": null, "at": "2022-10-06T09:12:31Z" }""", "observations[1].value")]
    [InlineData("""{ "series": "tests.sampled", "subject": ["T1"], "value": 1, "at": "2022-10-06T09:12:31Z" }""", "observations[1].subject")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 1, "at": 1665047551 }""", "observations[1].at")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 1, "at": "2022-10-06T09:12:31Z", "post": null }""", "observations[1].post")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 1, "at": "2022-10-06T09:12:31Z", "valu": 1 }""", "observations[1].valu")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 1, "v\u0061lue": 2, "at": "2022-10-06T09:12:31Z" }""", "observations[1].value")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T\ud800", "value": 1, "at": "2022-10-06T09:12:31Z" }""", "observations[1]")]
    [InlineData("""{ "series": "tests.sampled", "subject": "T1", "value": 01, "at": "2022-10-06T09:12:31Z" }""", "observations[1]")]
    public void Read_AnObservationNotOfTheShape_IsMalformedAndNamesTheMember(string observation, string member) =>
        AssertMalformed(Read(Report(Observation(), observation)).Problem, member);

    [Fact]
    public void Read_BytesThatAreNotUtf8_IsMalformed()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("""{ "reportId": " """), 0xC3, 0x28];
        AssertMalformed(ReportReader.Read(body, Now).Problem, null);
    }

    [Fact]
    public void Read_TooDeep_IsMalformed() => AssertMalformed(Read(new string('[', 100_000)).Problem, null);

    [Theory]
    [InlineData("2022-10-06T09:12:31", "at")]
    [InlineData("2022-10-06", "at")]
    [InlineData("2022-13-06T09:12:31Z", "at")]
    public void Read_ATimeWithoutOffsetOrNotThere_IsInvalid(string at, string member) => AssertInvalid(Read(Report(Observation(at: at))).Problem, member);

    [Theory]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("1.5")]
    [InlineData("1e400")]
    public void Read_AValueThatIsNoInt64_IsInvalid(string value) => AssertInvalid(Read(Report(Observation(value: value))).Problem, "value");

    [Theory]
    [InlineData("10.0", 10)]
    [InlineData("1e1", 10)]
    [InlineData("-0", 0)]
    public void Read_AWholeNumberInAnotherNotation_IsThatNumber(string value, long expected) =>
        Assert.Equal(expected, Read(Report(Observation(value: value))).Report!.Observations[0].Value);

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    [InlineData("{0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d}")]
    [InlineData("0199b1c25d1e7a449c553f0a6f1b2c3d")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Read_AReportIdThatIsNoUuid_IsInvalid(string id)
    {
        var problem = Read($$"""{ "observations": [], "reportId": "{{id}}" }""").Problem;
        Assert.Equal((422, "invalid"), (problem?.Status, problem?.Code));
        Assert.Equal(["reportId"], problem!.Errors!.Keys);
    }

    [Fact]
    public void Read_OneRefusedValue_NamesEveryBadObservationAndTheServersTime()
    {
        var problem = Read(Report(
            Observation(series: "no.such"), Observation(), Observation(at: "yesterday", subject: "has blanks"), Observation(value: "21"))).Problem;
        Assert.Equal(
            ["observations[0].series", "observations[2].at", "observations[2].subject", "observations[3].value"], problem!.Errors!.Keys);
        Assert.Contains("4 errors", problem.Detail, StringComparison.Ordinal);
        Assert.Contains("2022-10-06T12:00:00Z", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyBadObservations_NamesTwenty()
    {
        var problem = Read(Report([.. Enumerable.Repeat(Observation(value: "0.5"), 100)])).Problem;
        Assert.Equal(20, problem!.Errors!.Count);
        Assert.Contains("100 errors", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FiveHundredObservations_IsAReport() =>
        Assert.Equal(500, Read(Report([.. Enumerable.Repeat(Observation(), 500)])).Report!.Observations.Length);

    [Fact]
    public void Read_OneMore_IsTooLarge() =>
        Assert.Equal((413, "too-large"), StatusAndCode(Read(Report([.. Enumerable.Repeat(Observation(), 501)])).Problem));

    [Fact]
    public void Read_AfterARefusedReport_TheNextOneHasNothingOfIt()
    {
        Read(Report([.. Enumerable.Repeat(Observation(post: "left-behind"), 400)]));
        var report = Read(Report(Observation())).Report!;
        Assert.Null(Assert.Single(report.Observations).Post);
    }

    private static ReportReading Read(string json) => ReportReader.Read(Encoding.UTF8.GetBytes(json), Now);

    private static (int?, string?) StatusAndCode(Problem? problem) => (problem?.Status, problem?.Code);

    private static string Report(params string[] observations) => $$"""{ "reportId": "{{Id}}", "observations": [{{string.Join(',', observations)}}] }""";

    private static string Observation(
        string series = "tests.sampled", string subject = "T1", string value = "1", string at = "2022-10-06T09:12:31Z", string post = "p") =>
        $$"""{ "series": "{{series}}", "subject": "{{subject}}", "value": {{value}}, "at": "{{at}}"{{(post == "p" ? "" : $", \"post\": \"{post}\"")}} }""";

    private static void AssertMalformed(Problem? problem, string? member)
    {
        Assert.Equal((400, "malformed"), StatusAndCode(problem));
        if (member is null)
            return;
        Assert.Equal([member], problem!.Errors!.Keys);
        Assert.StartsWith(member, problem.Detail, StringComparison.Ordinal);
    }

    private static void AssertInvalid(Problem? problem, string member)
    {
        Assert.Equal((422, "invalid"), StatusAndCode(problem));
        Assert.Equal([$"observations[0].{member}"], problem!.Errors!.Keys);
    }
}
