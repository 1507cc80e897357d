using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GridGrains.Gateway.Tests;

public sealed class ReportReaderProperties
{
    private static readonly DateTime Now = new(2022, 10, 6, 12, 0, 0, DateTimeKind.Utc);

    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "{", "}", "[", "]", ",", ":", " ", "\n", "null", "true", "1", "-1", "1.5", "1e999", "9223372036854775808", "\"\"", "\"\\ud800\"", "\"\\u0000\"",
            "\"", "\\", "\"reportId\":", "\"observations\":", "\"place\":", "\"series\":", "\"subject\":", "\"value\":", "\"at\":", "\"post\":",
            "\"0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d\"", "\"tests.sampled\"", "\"2022-10-06T09:12:31Z\"", "\"440101199001011234\"",
            """{ "series": "tests.sampled", "subject": "T1", "value": 1, "at": "2022-10-06T09:12:31Z" }""",
            """{ "reportId": "0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d", "observations": [""",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF], [0xC3], [0xEF, 0xBB, 0xBF], [0xF0, 0x9F, 0x98, 0x80],
    ];

    private static readonly byte[] Whole = Encoding.UTF8.GetBytes("""
        [{ "place": "a.b", "reportId": "0199b1c2-5d1e-7a44-9c55-3f0a6f1b2c3d", "observations": [
          { "series": "tests.sampled", "subject": "T1", "value": 10, "at": "2022-10-06T09:12:31.123+08:00", "post": "site-1" } ] }]
        """);

    [Fact]
    public void Read_AnyBytes_IsAReportOrAProblem() => Holds(ArbMap.Default.GeneratorFor<byte[]>());

    [Fact]
    public void Read_PiecesInAnyOrder_IsAReportOrAProblem() =>
        Holds(Gen.Elements(Pieces).ListOf().Select(pieces => pieces.SelectMany(p => p).ToArray()));

    [Fact]
    public void Read_AReportWithAnyBytesChanged_IsAReportOrAProblem() =>
        Holds(Gen.Choose(0, Whole.Length - 1).Zip(Gen.Choose(0, 255)).ListOf(3).Select(changes =>
        {
            byte[] body = [.. Whole];
            foreach (var (at, to) in changes)
                body[at] = (byte)to;
            return body;
        }));

    [Fact]
    public void Read_AReportCutAnywhere_IsAProblem()
    {
        for (var length = 0; length < Whole.Length - 1; length++)
            Assert.Equal(400, ReportReader.ReadBulk(Whole.AsSpan(0, length), Now).Problem?.Status);
    }

    private static void Holds(Gen<byte[]> bodies) => Prop.ForAll(bodies.ToArbitrary(), body =>
    {
        var single = ReportReader.Read(body, Now);
        var bulk = ReportReader.ReadBulk(body, Now);
        return single.Report is null != single.Problem is null
            && (bulk.Problem is not null || bulk.Items.All(item => item.Reading.Report is null != item.Reading.Problem is null));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
}
