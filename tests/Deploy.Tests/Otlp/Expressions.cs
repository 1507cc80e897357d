using System.Text.Json;

namespace GridGrains.Deploy.Tests;

/// <summary>Everything that is asked of Prometheus by what is deployed.</summary>
internal static class Expressions
{
    /// <summary>Every expression, with where it stands.</summary>
    public static IEnumerable<(string Where, string Expression)> All() => Dashboards().Concat(Rules());

    /// <summary>Those of the dashboards.</summary>
    public static IEnumerable<(string Where, string Expression)> Dashboards() =>
        from file in Directory.EnumerateFiles(Checkout.At("deploy", "grafana", "dashboards"), "*.json").Order()
        let dashboard = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(file))
        from panel in dashboard.GetProperty("panels").EnumerateArray()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select ($"{Path.GetFileName(file)}, {panel.GetProperty("title").GetString()}", target.GetProperty("expr").GetString()!);

    /// <summary>Those of the alert rules.</summary>
    public static IEnumerable<(string Where, string Expression)> Rules() =>
        from list in Yaml.Read("deploy", "prometheus", "alerts.yaml").Single().Items("groups")
        from rule in list.Items("rules")
        select (rule.Text("alert"), rule.Text("expr"));
}
