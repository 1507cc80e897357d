using System.Globalization;
using GridGrains.Rules;
using Xunit;

namespace GridGrains.Grains.Tests.Rules;

/// <summary>The table of docs/rules.md says of each rule of the program what holds: its kind, its grace, how bad it is, and when the level above hears of it.</summary>
public sealed class RuleTableTests
{
    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "docs", "rules.md"))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|').Select(cell => cell.Trim(' ', '`')).ToArray()[1..^1])
            .Where(cells => cells.Length == 5),
    ];

    public static TheoryData<string> Codes => [.. Rows.Select(row => row[0])];

    [Theory]
    [MemberData(nameof(Codes))]
    public void ARule_IsAsItsRowSays(string code)
    {
        var row = Rows.Single(r => r[0] == code);
        var terms = RuleFile.Own.Rules!.Single(r => r.Code == code);
        Assert.Equal(row[1].Split(',', ':')[0], terms.Kind);
        Assert.Equal(Minutes(row[2]), terms.GraceMinutes ?? 0);
        Assert.Equal(row[3], terms.Severity.ToString()!.ToLowerInvariant());
        Assert.Equal(Minutes(row[4]), terms.EscalateMinutes ?? 0);
        Assert.Equal(row[1].Contains("rounds", StringComparison.Ordinal), terms.Campaigns == CampaignKind.Round);
        Assert.Equal(row[1].Contains("standing", StringComparison.Ordinal), terms.Campaigns == CampaignKind.Standing);
    }

    [Fact]
    public void EveryRuleOfTheProgram_HasARow() =>
        Assert.Equal(RuleFile.Own.Rules!.Select(r => r.Code!).Order(StringComparer.Ordinal), Rows.Select(r => r[0]).Order(StringComparer.Ordinal));

    // As in "30 min of a day", "12 h", "none" or nothing.
    private static int Minutes(string span)
    {
        var words = span.Split(' ');
        return words.Length > 1 ? int.Parse(words[0], CultureInfo.InvariantCulture) * (words[1] == "h" ? 60 : 1) : 0;
    }
}
