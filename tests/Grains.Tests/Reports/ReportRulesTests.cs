using Xunit;

namespace GridGrains.Grains.Tests.Reports;

public sealed class ReportRulesTests
{
    private static readonly Observation Good = Facts.Sampled("T0001234", 10);

    [Fact]
    public void Check_GoodObservation_Passes() => Assert.Null(ReportRules.Check(Good, Facts.Start));

    [Fact]
    public void Check_UnknownSeries_IsNamed() => Assert.Equal("series", Failing(Good with { Series = "tests.nonsense" }));

    [Theory]
    [InlineData(-1)]
    [InlineData(21)]
    [InlineData(long.MaxValue)]
    public void Check_ValueOutOfRange_IsNamed(long value) => Assert.Equal("value", Failing(Good with { Value = value }));

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void Check_ValueAtTheEdge_Passes(long value) => Assert.Null(Failing(Good with { Value = value }));

    [Theory]
    [InlineData(600, null)]
    [InlineData(601, "at")]
    [InlineData(-1_000_000, null)]
    public void Check_Time_AnyPastAndTenMinutesAhead(int second, string? member) =>
        Assert.Equal(member, Failing(Good with { At = Facts.Start.AddSeconds(second) }));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("张三")]
    [InlineData("a/b")]
    [InlineData("T1\n")]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("11010519491231002X")]
    [InlineData("44078519900307123x")]
    [InlineData("id:110105194912310021")]
    [InlineData("110105-19491231-0021")]
    [InlineData("440785900307123")]
    [InlineData("13800138000")]
    [InlineData("8613800138000")]
    [InlineData("tel:138-0013-8000")]
    [InlineData("008613800138000")]
    [InlineData("86-138-0013-8000")]
    [InlineData("T13800138000")]
    [InlineData("someone@example.org")]
    public void Check_SubjectThatMayNotBe_IsNamed(string subject) => Assert.Equal("subject", Failing(Good with { Subject = subject }));

    [Theory]
    [InlineData("T0001234")]
    [InlineData("site-1:2022100609")]
    [InlineData("v03.g02.0123:20221006")]
    [InlineData("130-20221006")]
    [InlineData("202210060900001")]
    [InlineData("12345678901")]
    [InlineData("0113800138000")]
    [InlineData("440785202210069")]
    [InlineData("2022100609000012345")]
    [InlineData("69013800138000123")]
    [InlineData("0199a2b4-7c11-7f2e-9d41-123456789012")]
    [InlineData("0199a2b4-7c11-7f2e-9d41-a13912345678")]
    [InlineData("0199a2b47c117f2e9d41a13912345678")]
    public void Check_OpaqueCode_Passes(string subject) => Assert.Null(Failing(Good with { Subject = subject }));

    [Theory]
    [InlineData("13800138000", "post")]
    [InlineData("11010519491231002x", "post")]
    [InlineData("site-03", null)]
    public void Check_PostThatLooksLikeAPersonsNumber_IsNamed(string post, string? member) =>
        Assert.Equal(member, Failing(Good with { Post = post }));

    [Theory]
    [InlineData("联系 someone.else@mail.example.com", true)]
    [InlineData("a@b.cn", true)]
    [InlineData("@everybody", false)]
    [InlineData("8@night", false)]
    public void Resembles_AnAddress_IsRecognised(string text, bool expected) => Assert.Equal(expected, PersonalData.Resembles(text));

    private static string? Failing(Observation observation) => ReportRules.Check(observation, Facts.Start)?.Member;
}
