namespace GridGrains.Deploy.Tests;

public sealed class KubernetesTests
{
    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    [InlineData("collector")]
    public void APod_IsNobodySpecial_AndWritesNowhere(string name)
    {
        Assert.Equal("true", KubernetesBase.Pod(name).Text("securityContext", "runAsNonRoot"));
        var security = KubernetesBase.Container(name).At("securityContext")!;
        Assert.Equal("true", security.Text("readOnlyRootFilesystem"));
        Assert.Equal("false", security.Text("allowPrivilegeEscalation"));
        Assert.Equal("ALL", security.Items("capabilities", "drop").Single().ToString());
        Assert.NotNull(KubernetesBase.Container(name).At("resources", "limits", "memory"));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public void SilosAndGateways_AreSpread_Bounded_AndScaled(string name)
    {
        Assert.NotNull(KubernetesBase.Pod(name).At("affinity", "podAntiAffinity"));
        Assert.Equal("1", KubernetesBase.Find("PodDisruptionBudget", name).Text("spec", "maxUnavailable"));
        Assert.Equal(name, KubernetesBase.Find("PodDisruptionBudget", name).Text("spec", "selector", "matchLabels", "app.kubernetes.io/name"));
        var scaler = KubernetesBase.Find("HorizontalPodAutoscaler", name);
        Assert.Equal(name, scaler.Text("spec", "scaleTargetRef", "name"));
        Assert.Equal(KubernetesBase.Find("Deployment", name).Text("spec", "replicas"), scaler.Text("spec", "minReplicas"));
        Assert.Equal(name, KubernetesBase.Find("NetworkPolicy", name).Text("spec", "podSelector", "matchLabels", "app.kubernetes.io/name"));
    }

    [Fact]
    public void EverySecret_IsNamedWhereItIsToldHowToMakeIt()
    {
        var told = Checkout.Read("deploy", "kubernetes", "base", "configuration.yaml");
        var keys = KubernetesBase.Nodes.Where(n => n.Text("kind") == "Deployment").SelectMany(n => n.Items("spec", "template", "spec", "containers"))
            .SelectMany(c => c.Items("env")).Select(e => e.At("valueFrom", "secretKeyRef")).OfType<YamlDotNet.RepresentationModel.YamlNode>().ToArray();
        Assert.NotEmpty(keys);
        Assert.All(keys, key =>
        {
            Assert.Equal("gridgrains", key.Text("name"));
            Assert.Contains($"--from-literal={key.Text("key")}=", told, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void TheCollector_IsConfiguredAsElsewhere() =>
        Assert.Equal(Checkout.Read("deploy", "otel", "collector.yaml"), KubernetesBase.Find("ConfigMap", "collector").Text("data", "collector.yaml"));

    [Theory]
    [InlineData("base")]
    [InlineData("overlays/demo")]
    [InlineData("overlays/city")]
    public async Task AnOverlay_IsWhatKustomizeTakes(string overlay)
    {
        foreach (var resource in Yaml.Read(["deploy", "kubernetes", .. overlay.Split('/'), "kustomization.yaml"]).Single().Items("resources"))
            Assert.True(Path.Exists(Path.Combine(Checkout.At(["deploy", "kubernetes", .. overlay.Split('/')]), resource.ToString())), $"{resource} is not there");
        var rendered = await Tool.RunAsync("kubectl", "kustomize", Checkout.At(["deploy", "kubernetes", .. overlay.Split('/')]));
        Assert.SkipWhen(rendered is null, "kubectl is not on this machine");
        Assert.True(rendered.Succeeded, rendered.Output);
        var names = Yaml.Parse(rendered.Output).Select(n => $"{n.Text("kind")} {n.Text("metadata", "name")}").ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("Deployment silo", names);
        Assert.Contains("Deployment gateway", names);
    }

    [Theory]
    [InlineData("gridgrains-silo@.service")]
    [InlineData("gridgrains-gateway@.service")]
    [InlineData("gridgrains.service")]
    public async Task AUnit_IsWhatSystemdTakes(string unit)
    {
        var lines = Checkout.Read("deploy", "systemd", unit).Split('\n');
        foreach (var file in lines.Where(l => l.StartsWith("EnvironmentFile=", StringComparison.Ordinal)).Select(l => Path.GetFileName(l.Split('=')[1]).Replace("%i", "1", StringComparison.Ordinal)))
            Assert.True(File.Exists(Checkout.At("deploy", "systemd", $"{file}.example")), $"there is no example of {file}");
        Assert.Contains("NoNewPrivileges=true", lines);
        Assert.Contains("ProtectSystem=strict", lines);
        // It also looks whether the program is there, which on this machine it need not be.
        var text = string.Join('\n', lines.Select(l => l.StartsWith("ExecStart=", StringComparison.Ordinal) ? "ExecStart=/bin/true" : l));
        var folder = Directory.CreateTempSubdirectory("gridgrains-");
        try
        {
            var path = Path.Combine(folder.FullName, unit);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            var verified = await Tool.RunAsync("systemd-analyze", "verify", path);
            Assert.SkipWhen(verified is null, "systemd-analyze is not on this machine");
            Assert.True(verified.Succeeded && !verified.Output.Contains(unit, StringComparison.Ordinal), verified.Output);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
