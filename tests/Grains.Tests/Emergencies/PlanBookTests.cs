using System.Text;
using System.Text.Json;
using GridGrains.Emergencies;
using Xunit;

namespace GridGrains.Grains.Tests.Emergencies;

public sealed class PlanBookTests
{
    private const string Small = """
        { "plans": [ { "code": "flood", "zh": "防汛", "en": "Flood", "notice": { "zh": "集合" }, "summaryHours": 12, "targets": { "tests.sampled": "residents" },
          "groups": [ { "code": "command", "zh": "指挥组", "en": "Command", "tasks": [
            { "code": "muster", "zh": "集合", "en": "Muster", "dueMinutes": 20, "until": { "count": "muster.present", "of": "muster.called" } } ] } ] } ] }
        """;

    [Fact]
    public void TheProgramsPlans_AreWhole()
    {
        Assert.Equal(["muster", "outbreak"], PlanBook.Own.Codes);
        Assert.True(PlanBook.Own.TryGet("outbreak", out var plan));
        Assert.Equal((30, 24, 10), (plan.MusterMinutes, plan.SummaryHours, plan.Groups.Length));
        Assert.Equal(new TaskEnd("muster.present", "muster.called"), plan.Tasks().First().Until);
        Assert.All(plan.Tasks(), task => Assert.InRange(task.DueMinutes, 1, 24 * 60));
    }

    [Fact]
    public void AFile_AddsAPlanAndReplacesOne()
    {
        var book = new PlanBook(PlanFile.Own, Read(Small), Read(Small.Replace("flood", "muster", StringComparison.Ordinal)));
        Assert.Equal(["flood", "muster", "outbreak"], book.Codes);
        Assert.True(book.TryGet("muster", out var plan));
        Assert.Equal(("Flood", 12, 30, "residents"), (plan.En, plan.SummaryHours, plan.MusterMinutes, plan.Targets["tests.sampled"]));
    }

    [Theory]
    [InlineData("\"flood\"", "\"Flood 1\"", "code must be 1 to 32 characters")]
    [InlineData("\"en\": \"Flood\"", "\"en\": \"\"", "needs zh and en")]
    [InlineData("\"notice\": { \"zh\": \"集合\" }, ", "", "needs a notice")]
    [InlineData("\"zh\": \"集合\" }, \"summary", "\"zh\": \" \" }, \"summary", "notice.zh must be 1 to 500 characters")]
    [InlineData("\"summaryHours\": 12", "\"summaryHours\": 0", "summaryHours is 0; allowed are 1 to 168")]
    [InlineData("\"dueMinutes\": 20", "\"dueMinutes\": 0", "dueMinutes is 0; allowed are 1 to 525600")]
    [InlineData("\"dueMinutes\": 20, ", "", "task 'muster' needs dueMinutes")]
    [InlineData("\"count\": \"muster.present\"", "\"count\": \"muster.here\"", "until.count is 'muster.here'; it must be a count of the catalogue")]
    [InlineData("\"of\": \"muster.called\"", "\"of\": \"\"", "until.of must be a count of the catalogue or an attribute")]
    [InlineData("{ \"tests.sampled\"", "{ \"tests.taken\"", "targets.tests.taken must name a count")]
    [InlineData("\"tasks\": [", "\"tasks\": [ null, ", "needs tasks, none of them null")]
    public void AFileThatIsWrong_IsRefusedWithASentence(string what, string with, string says)
    {
        Assert.Contains(what, Small, StringComparison.Ordinal);
        var refusal = Assert.Throws<FormatException>(() => new PlanBook(Read(Small.Replace(what, with, StringComparison.Ordinal))));
        Assert.StartsWith("plan '", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMemberThatIsNot_IsRefused() => Assert.Throws<JsonException>(() => Read(Small.Replace("dueMinutes", "due", StringComparison.Ordinal)));

    [Fact]
    public void AFileThatIsNotThere_IsNamed() =>
        Assert.ThrowsAny<IOException>(() => EmergencyServices.Open(new EmergencyOptions { File = "/no/such/plans.json" }));

    private static PlanFile Read(string json) => PlanFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
