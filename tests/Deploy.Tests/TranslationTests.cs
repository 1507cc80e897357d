using System.Text.RegularExpressions;

namespace GridGrains.Deploy.Tests;

/// <summary>What there is in Chinese says all that the English says: as many headings, rows and points, the same commands, codes and links.</summary>
public sealed partial class TranslationTests
{
    public static TheoryData<string> Translated => ["README", "docs/operations"];

    [Theory]
    [MemberData(nameof(Translated))]
    public void AChineseText_HasTheHeadingsRowsAndPointsOfTheEnglish(string name) => Assert.Equal(Shape(English(name)), Shape(Chinese(name)));

    [Theory]
    [MemberData(nameof(Translated))]
    public void AChineseText_NamesTheSameCommandsAndCodes(string name) => Assert.Equal(Codes(English(name)), Codes(Chinese(name)));

    [Theory]
    [MemberData(nameof(Translated))]
    public void AChineseText_LinksToTheSame(string name) => Assert.Equal(Links(English(name)), Links(Chinese(name)));

    [Theory]
    [MemberData(nameof(Translated))]
    public void ALink_LeadsSomewhere(string name)
    {
        var folder = Path.GetDirectoryName(Checkout.At(name + ".md"))!;
        foreach (Match link in Link().Matches(Chinese(name) + English(name)))
            Assert.True(Path.Exists(Path.Combine(folder, link.Groups[1].Value)), link.Value);
    }

    private static string English(string name) => Checkout.Read(name + ".md");

    private static string Chinese(string name) => Checkout.Read(name + ".zh-CN.md");

    // Each line by what it begins with: a heading of a level, a row with so many cells, a point, a fence.
    private static IEnumerable<string> Shape(string text) => text.Split('\n')
        .Select(line => line switch
        {
            _ when line.StartsWith('#') => line[..line.IndexOf(' ', StringComparison.Ordinal)],
            _ when line.StartsWith('|') => $"row of {line.Count(c => c == '|') - 1}",
            _ when line.StartsWith("- ", StringComparison.Ordinal) => "point",
            _ when line.StartsWith("```", StringComparison.Ordinal) => "fence",
            _ => "",
        })
        .Where(kind => kind.Length > 0);

    // What stands in fences is drawn or explained in words; only its commands must be the same.
    private static IEnumerable<string> Codes(string text) => Fence().Replace(text, "").Split('\n')
        .SelectMany(line => Code().Matches(line).Select(m => m.Value))
        .Concat(Fence().Matches(text).SelectMany(f => Command().Matches(f.Value).Select(m => m.Value)))
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Links(string text) => Link().Matches(text)
        .Select(m => m.Groups[1].Value.Replace(".zh-CN.md", ".md", StringComparison.Ordinal))
        .Distinct()
        .Order(StringComparer.Ordinal);

    [GeneratedRegex("`[^`]+`")]
    private static partial Regex Code();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\./\S+", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"\]\(([^)#:]+)")]
    private static partial Regex Link();
}
