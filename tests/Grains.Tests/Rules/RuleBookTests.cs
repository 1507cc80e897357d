using System.Text;
using System.Text.Json;
using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

public sealed class RuleBookTests
{
    private static readonly Campaign Duty = City.CityFacts.Campaign("duty", "a");

    [Fact]
    public void AFile_ChangesOneRuleAndAddsAnother()
    {
        var book = new RuleBook(RuleFile.Own, Read("""
            { "rules": [
                { "code": "post.short", "graceMinutes": 5 },
                { "code": "rentals.over", "kind": "over", "count": "premises.rentals", "of": "rentals", "severity": "warning", "zh": "多", "en": "too many" } ] }
            """));
        Assert.Equal((5, AlertSeverity.Warning), (Terms(book, Duty, "post.short")!.GraceMinutes, Terms(book, Duty, "post.short")!.Severity));
        Assert.NotNull(Terms(book, Duty, "rentals.over"));
        Assert.Equal(15, Terms(RuleBook.Own, Duty, "post.short")!.GraceMinutes);
    }

    [Fact]
    public void ACampaign_MayHaveItsOwnTerms()
    {
        var book = new RuleBook(RuleFile.Own, Read("""
            { "campaigns": { "duty": { "post.short": { "graceMinutes": 60, "severity": "critical" }, "needs.late": { "off": true } } } }
            """));
        Assert.Equal((60, AlertSeverity.Critical), (Terms(book, Duty, "post.short")!.GraceMinutes, Terms(book, Duty, "post.short")!.Severity));
        Assert.Null(Terms(book, Duty, "needs.late"));
        var other = Duty with { Id = "other" };
        Assert.Equal(15, Terms(book, other, "post.short")!.GraceMinutes);
        Assert.NotNull(Terms(book, other, "needs.late"));
    }

    [Fact]
    public void ARuleForRounds_IsNotOneForAStandingCampaign()
    {
        Assert.Null(Terms(RuleBook.Own, Duty, "place.silent"));
        Assert.NotNull(Terms(RuleBook.Own, Duty with { Kind = CampaignKind.Round, Id = "round" }, "place.silent"));
    }

    [Theory]
    [InlineData("""{ "rules": [ { "graceMinutes": 5 } ] }""", "no code")]
    [InlineData("""{ "rules": [ { "code": "x", "kind": "magic", "severity": "info", "zh": "x", "en": "x" } ] }""", "allowed are post")]
    [InlineData("""{ "rules": [ { "code": "x", "kind": "case", "series": "meetings.held", "severity": "info", "zh": "x", "en": "x" } ] }""", "no series")]
    [InlineData("""{ "rules": [ { "code": "post.short", "graceMinutes": -1 } ] }""", "graceMinutes")]
    [InlineData("""{ "rules": [ { "code": "x", "kind": "post", "severity": "info" } ] }""", "zh and en")]
    [InlineData("""{ "rules": [ { "code": "place.silent", "hours": "8 to 20" } ] }""", "is not from-to")]
    [InlineData("""{ "campaigns": { "duty": { "none": { "off": true } } } }""", "that there is not")]
    public void AFileThatIsWrong_IsRefusedWithASentence(string file, string says) =>
        Assert.Contains(says, Assert.Throws<FormatException>(() => new RuleBook(RuleFile.Own, Read(file))).Message, StringComparison.Ordinal);

    [Fact]
    public void AMemberThatIsNot_IsRefused() => Assert.Throws<JsonException>(() => Read("""{ "rules": [ { "code": "post.short", "grace": 5 } ] }"""));

    private static RuleTerms? Terms(RuleBook book, Campaign campaign, string code) => book.Of(campaign).SingleOrDefault(r => r.Terms.Code == code)?.Terms;

    internal static RuleFile Read(string json) => RuleFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
