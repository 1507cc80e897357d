using System.Text.RegularExpressions;

namespace GridGrains.Deploy.Tests;

/// <summary>
/// What a metric is called in Prometheus once a collector has handed it on (OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility"): units become
/// words, what grows ends with total, and a histogram is three.
/// </summary>
internal static partial class PrometheusNames
{
    /// <summary>The names of one metric.</summary>
    public static string[] Of(ExportedMetric metric)
    {
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "" => "",
            _ when metric.Unit.StartsWith('{') => "",
            _ => throw new InvalidDataException($"{metric.Name} has the unit '{metric.Unit}', whose word is not known here"),
        };
        var name = Label(metric.Name) + unit;
        return metric.Kind switch
        {
            MetricKind.Histogram => [$"{name}_bucket", $"{name}_sum", $"{name}_count"],
            MetricKind.Counter => [$"{name}_total"],
            _ => [name],
        };
    }

    /// <summary>What an attribute is called.</summary>
    public static string Label(string attribute) => attribute.Replace('.', '_');

    /// <summary>The metrics that an expression asks for, each with the labels it selects by.</summary>
    public static IEnumerable<(string Metric, string[] Labels)> UsedIn(string expression) =>
        from Match match in Selector().Matches(Grouping().Replace(expression, ""))
        where match.Groups["name"].Value.Contains('_') && !match.Value.EndsWith('(')
        select (match.Groups["name"].Value, Matcher().Matches(match.Groups["labels"].Value).Select(m => m.Groups[1].Value).ToArray());

    /// <summary>The labels that an expression groups by.</summary>
    public static IEnumerable<string> GroupedBy(string expression) =>
        Grouping().Matches(expression).SelectMany(m => m.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"(?<name>[a-z_][a-z0-9_]*)(\{(?<labels>[^}]*)\}|\s*\()?")]
    private static partial Regex Selector();

    [GeneratedRegex(@"([a-zA-Z_][a-zA-Z0-9_]*)\s*(?:=~|!~|!=|=)\s*""")]
    private static partial Regex Matcher();

    [GeneratedRegex(@"\bby\s*\(([^)]*)\)")]
    private static partial Regex Grouping();
}
