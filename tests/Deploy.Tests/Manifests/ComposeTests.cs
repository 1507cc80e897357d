using YamlDotNet.RepresentationModel;

namespace GridGrains.Deploy.Tests;

public sealed class ComposeTests
{
    private static readonly YamlNode Compose = Yaml.Read("deploy", "compose", "compose.yaml").Single();

    [Fact]
    public void ThreeSilos_AndTwoGateways_AreServed()
    {
        var services = Compose.Members("services").Select(s => s.Key).ToArray();
        Assert.Equal(3, services.Count(s => s.StartsWith("silo-", StringComparison.Ordinal)));
        Assert.Equal(2, services.Count(s => s.StartsWith("gateway-", StringComparison.Ordinal)));
        Assert.Superset(new HashSet<string> { "postgres", "proxy", "collector", "prometheus", "grafana" }, services.ToHashSet());
    }

    [Fact]
    public void ASilo_IsToldTheAddressThatItHas() =>
        Assert.All(Compose.Members("services").Where(s => s.Key.StartsWith("silo-", StringComparison.Ordinal)), s =>
        {
            Assert.Equal(s.Value.Text("networks", "inside", "ipv4_address"), s.Value.Text("environment", "Cluster__Address"));
            Assert.EndsWith(s.Key, s.Value.Text("environment", "OTEL_RESOURCE_ATTRIBUTES"), StringComparison.Ordinal);
        });

    [Fact]
    public void WhatIsOurs_WritesNowhereAndMayDoNothing()
    {
        Assert.Equal("true", Compose.Text("x-process", "read_only"));
        Assert.Equal("ALL", Compose.Items("x-process", "cap_drop").Single().ToString());
        Assert.Contains("no-new-privileges:true", Compose.Items("x-process", "security_opt").Select(o => o.ToString()));
    }

    [Fact]
    public void EveryFileThatIsMounted_IsThere()
    {
        var mounted = Compose.Members("services").SelectMany(s => s.Value.Items("volumes")).Select(v => v.ToString().Split(':')[0]).Where(v => v.StartsWith('.')).ToArray();
        Assert.NotEmpty(mounted);
        Assert.All(mounted, path => Assert.True(Path.Exists(Path.Combine(Checkout.At("deploy", "compose"), path)), $"{path} is not there"));
    }

    [Fact]
    public void EveryVariable_IsInTheExample()
    {
        var named = File.ReadLines(Checkout.At("deploy", "compose", ".env.example")).Where(l => l.Length > 0 && l[0] != '#').Select(l => l.Split('=')[0]).ToHashSet();
        var used = System.Text.RegularExpressions.Regex.Matches(Checkout.Read("deploy", "compose", "compose.yaml"), @"\$\{(\w+)").Select(m => m.Groups[1].Value).ToHashSet();
        Assert.Equal(used.Order(), named.Order());
    }

    [Fact]
    public void TheWayOfAMetric_LeadsFromTheProcessesToTheDashboards()
    {
        var collector = Yaml.Read("deploy", "otel", "collector.yaml").Single();
        Assert.EndsWith(":4317", collector.Text("receivers", "otlp", "protocols", "grpc", "endpoint"), StringComparison.Ordinal);
        Assert.Equal("http://collector:4317", Compose.Text("x-environment", "OTEL_EXPORTER_OTLP_ENDPOINT"));
        var prometheus = Yaml.Read("deploy", "prometheus", "prometheus.yaml").Single();
        var target = prometheus.Items("scrape_configs").Single().Items("static_configs").Single().Items("targets").Single().ToString();
        Assert.Equal(collector.Text("exporters", "prometheus", "endpoint").Split(':')[1], target.Split(':')[1]);
        Assert.All(prometheus.Items("rule_files"), file => Assert.True(File.Exists(Checkout.At("deploy", "prometheus", file.ToString()))));
        var source = Yaml.Read("deploy", "grafana", "provisioning", "datasources", "prometheus.yaml").Single().Items("datasources").Single();
        Assert.All(Directory.EnumerateFiles(Checkout.At("deploy", "grafana", "dashboards")), file =>
            Assert.Contains($"\"uid\": \"{source.Text("uid")}\"", File.ReadAllText(file), StringComparison.Ordinal));
    }
}
