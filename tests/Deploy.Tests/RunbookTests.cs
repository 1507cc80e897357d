using System.Text.RegularExpressions;
using GridGrains.Cli;

namespace GridGrains.Deploy.Tests;

/// <summary>What is written for bad nights can be typed in: verbs, options, alerts, metrics, keys and links are those that there are.</summary>
public sealed partial class RunbookTests
{
    private static readonly string[] Pages = ["runbook.md", "operations.md", "capacity.md"];

    [Fact]
    public void EveryVerbAndOption_IsThere()
    {
        var verbs = Verbs.Root().Subcommands.ToDictionary(verb => verb.Name);
        var commands = Pages.SelectMany(page => Command().Matches(Checkout.Read("docs", page)).Select(match => (page, Verb: match.Groups[1].Value, Tail: match.Groups[2].Value))).ToList();
        Assert.True(commands.Count > 15);
        Assert.All(commands, command =>
        {
            Assert.True(verbs.TryGetValue(command.Verb, out var verb), $"{command.page}: there is no verb '{command.Verb}'");
            Assert.All(Option().Matches(command.Tail).Select(o => o.Value), option => Assert.Contains(option, verb.Options.Select(o => o.Name)));
        });
    }

    [Fact]
    public void EveryAlert_HasANight_AndNoOtherIsNamed()
    {
        var alerts = Regex.Matches(Checkout.Read("deploy", "prometheus", "alerts.yaml"), @"alert: (\w+)").Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal);
        var named = Regex.Matches(Checkout.Read("docs", "runbook.md"), @"`(GridGrains[A-Z]\w+)`").Select(m => m.Groups[1].Value).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(alerts, named);
    }

    [Fact]
    public void EveryMetric_IsOneThatIsWatched()
    {
        // Of these another test finds each in what a process exports.
        var watched = Checkout.Read("deploy", "prometheus", "alerts.yaml")
            + string.Concat(Directory.GetFiles(Checkout.At("deploy", "grafana", "dashboards"), "*.json").Select(File.ReadAllText));
        var named = Regex.Matches(Checkout.Read("docs", "runbook.md"), @"\bgridgrains_[a-z_]+").Select(m => m.Value).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, metric => Assert.Contains(metric, watched, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryKey_IsInTheTableOfKeys()
    {
        var known = Checkout.Read("docs", "configuration.md");
        var named = Pages.SelectMany(page => Regex.Matches(Checkout.Read("docs", page), @"`([A-Z]\w+(?:__|:)[A-Z]\w+)`").Select(m => m.Groups[1].Value)).Distinct().ToList();
        Assert.NotEmpty(named);
        Assert.All(named, key => Assert.Contains($"`{key}", known, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryLink_LeadsSomewhere() => Assert.All(Pages, page =>
    {
        foreach (var link in Link().Matches(Checkout.Read("docs", page)).Select(m => m.Groups[1].Value))
        {
            var (file, anchor) = link.Split('#') is [var f, var a] ? (f, a) : (link, "");
            var path = Checkout.At("docs", file.Length == 0 ? page : file);
            Assert.True(File.Exists(path), $"{page} links to {link}");
            Assert.True(anchor.Length == 0 || Headings(path).Contains(anchor), $"{page} links to {link}, and there is no such heading");
        }
    });

    private static IEnumerable<string> Headings(string path) => File.ReadLines(path)
        .Where(line => line.StartsWith('#'))
        .Select(line => Regex.Replace(line.TrimStart('#').Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));

    [GeneratedRegex(@"(?<![=\w/'.-])(?<!-n )gridgrains ([a-z][a-z-]*)([^`\n;,)#]*)")]
    private static partial Regex Command();

    [GeneratedRegex(@"--[a-z][a-z-]*")]
    private static partial Regex Option();

    [GeneratedRegex(@"\]\((?!https?:)([^)\s]+)\)")]
    private static partial Regex Link();
}
