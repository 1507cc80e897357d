using System.Text;

namespace GridGrains.Gateway.Tests;

public sealed class BulkReaderTests
{
    private const string Id = "0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d";
    private const string Good = """{ "series": "tests.sampled", "subject": "T1", "value": 1, "at": "2022-10-06T09:12:31Z" }""";

    [Fact]
    public void ReadBulk_Items_ComeInOrderWithTheirPlaces()
    {
        var bulk = Read($"[{Item("a.b", Good)}, {Item("a.c")}]");
        Assert.Null(bulk.Problem);
        Assert.Equal(["a.b", "a.c"], bulk.Items.Select(item => item.Place));
        Assert.Equal([1, 0], bulk.Items.Select(item => item.Reading.Report!.Observations.Length));
    }

    [Fact]
    public void ReadBulk_NoItems_IsEmpty() => Assert.Empty(Read("[]").Items);

    [Theory]
    [InlineData("{}", null)]
    [InlineData("[1]", "[0]")]
    [InlineData("""[{ "reportId": "x", "observations": [] }]""", "[0].place")]
    [InlineData("""[{ "place": "a", "place": "a", "reportId": "x", "observations": [] }]""", "[0].place")]
    [InlineData("""[{ "place": 1, "reportId": "x", "observations": [] }]""", "[0].place")]
    [InlineData("""[{ "place": "a", "reportId": "x", "observations": [{}] }]""", "[0].observations[0].series")]
    [InlineData("[] []", "[0]")]
    public void ReadBulk_NotTheShape_IsMalformedAsAWhole(string json, string? member)
    {
        var problem = Read(json).Problem;
        Assert.Equal(400, problem?.Status);
        Assert.Equal(member is null ? null : [member], problem!.Errors?.Keys);
    }

    [Fact]
    public void ReadBulk_ABadValue_IsTheProblemOfItsItemOnly()
    {
        var bulk = Read($"[{Item("a.b", Good)}, {Item("a.c", Good.Replace("1,", "1.5,", StringComparison.Ordinal))}, {Item("a.d", Good)}]");
        Assert.Equal([null, 422, null], bulk.Items.Select(item => item.Reading.Problem?.Status));
        Assert.Equal(["observations[0].value"], bulk.Items[1].Reading.Problem!.Errors!.Keys);
    }

    [Fact]
    public void ReadBulk_AnItemWith501Observations_IsTooLargeAndTheNextOneIsRead()
    {
        var bulk = Read($"[{Item("a.b", Many(501))}, {Item("a.c", Good)}]");
        Assert.Equal([413, null], bulk.Items.Select(item => item.Reading.Problem?.Status));
        Assert.Single(bulk.Items[1].Reading.Report!.Observations);
    }

    [Fact]
    public void ReadBulk_TwoThousandObservations_AreRead() => Assert.Equal(4, Read($"[{Items(4, 500)}]").Items.Length);

    [Fact]
    public void ReadBulk_OneMore_IsTooLargeAsAWhole() => Assert.Equal(413, Read($"[{Items(4, 500)}, {Item("a", Good)}]").Problem?.Status);

    [Fact]
    public void ReadBulk_MoreThanTwoThousandZeroReports_IsTooLarge() => Assert.Equal(413, Read($"[{Items(2001, 0)}]").Problem?.Status);

    private static BulkReading Read(string json) => ReportReader.ReadBulk(Encoding.UTF8.GetBytes(json), DateTime.UnixEpoch.AddYears(60));

    private static string Items(int items, int observations) => string.Join(',', Enumerable.Range(0, items).Select(i => Item($"a.g{i}", Many(observations))));

    private static string[] Many(int observations) => [.. Enumerable.Repeat(Good, observations)];

    private static string Item(string place, params string[] observations) =>
        $$"""{ "place": "{{place}}", "reportId": "{{Id}}", "observations": [{{string.Join(',', observations)}}] }""";
}
