using YamlDotNet.RepresentationModel;

namespace GridGrains.Deploy.Tests;

/// <summary>What the Kubernetes base consists of.</summary>
internal static class KubernetesBase
{
    /// <summary>Every document of every file.</summary>
    public static IReadOnlyList<YamlNode> Nodes { get; } =
    [
        .. Yaml.Read("deploy", "kubernetes", "base", "kustomization.yaml").Single().Items("resources")
            .SelectMany(file => Yaml.Read("deploy", "kubernetes", "base", file.ToString())),
    ];

    /// <summary>The one of this kind and name.</summary>
    public static YamlNode Find(string kind, string name) => Nodes.Single(n => n.Text("kind") == kind && n.Text("metadata", "name") == name);

    /// <summary>The pod of a deployment.</summary>
    public static YamlNode Pod(string name) => Find("Deployment", name).At("spec", "template", "spec")!;

    /// <summary>Its container.</summary>
    public static YamlNode Container(string name) => Pod(name).Items("containers").Single();
}
