using System.Globalization;
using GridGrains.Gateway;
using GridGrains.Silo;
using Microsoft.Extensions.Configuration;

namespace GridGrains.Deploy.Tests;

/// <summary>Every key that anything deployed sets is one that the program has, with a value that it takes.</summary>
public sealed class KeyTests
{
    // Of .NET, of OpenTelemetry, and two that are used within the files themselves.
    private static readonly string[] OfOthers = ["urls", "DOTNET_EnableDiagnostics", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_RESOURCE_ATTRIBUTES", "POD_NAME", "GRIDGRAINS_URLS"];

    [Fact]
    public void EveryKey_Exists()
    {
        var known = Known.Sections.SelectMany(s => s.Properties.Select(p => $"{s.Name}:{p.Name}")).ToHashSet();
        var given = Given.All().ToArray();
        Assert.True(given.Length > 30, "the files were not found");
        Assert.All(given, g => Assert.True(
            known.Contains(string.Join(':', g.Path.Split(':').Take(2))) || g.Path.StartsWith("Kestrel:", StringComparison.Ordinal) || OfOthers.Contains(g.Key), $"{g.Where} sets {g.Key}, which is no key"));
    }

    [Fact]
    public void EveryValue_IsTaken()
    {
        foreach (var one in Given.All().Where(g => g.Value is not null))
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(one.Path, one.Value)]).Build();
            ConfigurationCheck.Refuse(configuration, Known.Sections);
            foreach (var section in Known.Sections.Where(s => !s.Elsewhere.Contains(one.Path.Split(':')[^1])))
            {
                var options = Activator.CreateInstance(section.Options)!;
                configuration.GetSection(section.Name).Bind(options);
                Assert.All(OptionRanges.Sentences(section.Name, options), sentence => Assert.Fail($"{one.Where}: {sentence}"));
            }
        }
    }

    [Fact]
    public void APod_HasTimeToDrain()
    {
        var shared = KubernetesBase.Find("ConfigMap", "gridgrains");
        Assert.True(Seconds(shared, "Cluster__DrainTimeout") < Grace("silo"));
        Assert.True(Seconds(shared, "Gateway__DrainDelay") + Seconds(shared, "Gateway__DrainTimeout") < Grace("gateway"));
    }

    [Theory]
    [InlineData("gridgrains-silo@.service", 30)]
    [InlineData("gridgrains-gateway@.service", 25)]
    [InlineData("gridgrains.service", 10)]
    public void AUnit_HasTimeToDrain(string unit, int atLeast) =>
        Assert.True(int.Parse(Checkout.Read("deploy", "systemd", unit).Split('\n').Single(l => l.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture) > atLeast);

    [Fact]
    public void AReadinessProbe_WaitsLongerThanTheCanaryMayTake() =>
        Assert.True(double.Parse(KubernetesBase.Container("gateway").Text("readinessProbe", "timeoutSeconds"), CultureInfo.InvariantCulture) > new GatewayOptions().ReadyTimeout.TotalSeconds);

    [Fact]
    public void Ports_AreTheProgramsOwn()
    {
        var silo = new ClusterMemberOptions();
        Assert.Equal($"{silo.SiloPort} {silo.ClientPort} {silo.HealthPort}", string.Join(' ', Ports("silo")));
        Assert.Equal("8080", string.Join(' ', Ports("gateway")));
        Assert.Equal("http://0.0.0.0:8080", KubernetesBase.Container("gateway").Items("env").Single(e => e.Text("name") == "urls").Text("value"));
        var dockerfile = Checkout.Read("deploy", "docker", "Dockerfile");
        Assert.Contains($"EXPOSE {silo.SiloPort} {silo.ClientPort} {silo.HealthPort}\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("urls=http://0.0.0.0:8080", dockerfile, StringComparison.Ordinal);
        Assert.Contains($"EXPOSE {new Uri(GatewayOptions.DefaultUrl).Port}\n", dockerfile, StringComparison.Ordinal);
        Assert.Equal(2, Checkout.Read("deploy", "compose", "nginx.conf").Split(":8080 max_fails").Length - 1);
        var allowed = KubernetesBase.Find("NetworkPolicy", "silo").Items("spec", "ingress").SelectMany(i => i.Items("ports")).Select(p => p.Text("port"));
        Assert.Equal([$"{silo.SiloPort}", $"{silo.HealthPort}", $"{silo.ClientPort}"], allowed);
    }

    [Fact]
    public void EveryProbe_AsksAnAddressThatIsThere()
    {
        var code = new Dictionary<string, string>
        {
            ["silo"] = Checkout.Read("src", "Silo", "Peers", "SiloHealth.cs"),
            ["gateway"] = Checkout.Read("src", "Gateway", "GatewayRoutes.cs"),
        };
        foreach (var (name, source) in code)
        {
            foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            {
                var asked = KubernetesBase.Container(name).At(probe, "httpGet")!;
                Assert.Contains($"\"{asked.Text("path")}\"", source, StringComparison.Ordinal);
                Assert.Contains(asked.Text("port"), KubernetesBase.Container(name).Items("ports").Select(p => p.Text("name")));
            }
        }
    }

    private static string[] Ports(string name) => [.. KubernetesBase.Container(name).Items("ports").Select(p => p.Text("containerPort"))];

    private static double Grace(string name) => double.Parse(KubernetesBase.Pod(name).Text("terminationGracePeriodSeconds"), CultureInfo.InvariantCulture);

    private static double Seconds(YamlDotNet.RepresentationModel.YamlNode map, string key) => TimeSpan.Parse(map.Text("data", key), CultureInfo.InvariantCulture).TotalSeconds;
}
