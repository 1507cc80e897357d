namespace GridGrains.Deploy.Tests;

/// <summary>A key that something deployed gives a process of ours.</summary>
/// <param name="Where">The file, and what of it.</param>
/// <param name="Key">The environment variable.</param>
/// <param name="Value">Its value; null where that comes from elsewhere.</param>
internal sealed record Given(string Where, string Key, string? Value)
{
    private static readonly string[] Shared = ["x-environment", "x-gateway-environment"];
    private static readonly string[] Ours = ["silo", "gateway"];

    /// <summary>All of them.</summary>
    public static IEnumerable<Given> All() => [.. Compose(), .. Kubernetes(), .. Patched(), .. Systemd(), .. Dockerfile()];

    /// <summary>As a key of the configuration.</summary>
    public string Path => Key.Replace("__", ":", StringComparison.Ordinal);

    private static IEnumerable<Given> Compose()
    {
        var compose = Yaml.Read("deploy", "compose", "compose.yaml").Single();
        var shared = Shared.SelectMany(name => compose.Members(name));
        var own = compose.Members("services").Where(s => Ours.Contains(s.Key.Split('-')[0])).SelectMany(s => s.Value.Members("environment"));
        return from pair in shared.Concat(own)
               where pair.Key != "<<"
               select new Given("compose.yaml", pair.Key, Literal(pair.Value.ToString()));
    }

    private static IEnumerable<Given> Kubernetes()
    {
        foreach (var node in KubernetesBase.Nodes)
        {
            if (node.Text("kind") == "ConfigMap" && node.Text("metadata", "name") == "gridgrains")
            {
                foreach (var pair in node.Members("data"))
                    yield return new("the ConfigMap", pair.Key, pair.Value.ToString());
            }
            if (node.Text("kind") != "Deployment" || !Ours.Contains(node.Text("metadata", "name")))
                continue;
            foreach (var variable in node.Items("spec", "template", "spec", "containers").SelectMany(c => c.Items("env")))
                yield return new(node.Text("metadata", "name"), variable.Text("name"), variable.At("value")?.ToString());
        }
    }

    private static IEnumerable<Given> Patched() =>
        from overlay in Directory.EnumerateDirectories(Checkout.At("deploy", "kubernetes", "overlays"))
        from patch in Yaml.Parse(File.ReadAllText(System.IO.Path.Combine(overlay, "kustomization.yaml"))).Single().Items("patches")
        from operation in Yaml.Parse(patch.Text("patch")).Single().Items()
        where operation.Text("path").StartsWith("/data/", StringComparison.Ordinal)
        select new Given(overlay, operation.Text("path")["/data/".Length..], operation.Text("value"));

    private static IEnumerable<Given> Systemd() =>
        from file in Directory.EnumerateFiles(Checkout.At("deploy", "systemd"), "*.env.example")
        from line in File.ReadLines(file)
        let assignment = line.StartsWith('#') && line.IndexOf('=') is var i && i > 0 && !line[..i].Contains(' ') ? line[1..] : line
        where assignment.Length > 0 && assignment[0] != '#'
        let parts = assignment.Split('=', 2)
        select new Given(System.IO.Path.GetFileName(file), parts[0], parts[1]);

    private static IEnumerable<Given> Dockerfile() =>
        from line in File.ReadLines(Checkout.At("deploy", "docker", "Dockerfile"))
        where line.StartsWith("ENV ", StringComparison.Ordinal)
        from assignment in line[4..].Split(' ')
        let parts = assignment.Split('=', 2)
        select new Given("Dockerfile", parts[0], parts[1]);

    private static string? Literal(string value) => value.Contains("${", StringComparison.Ordinal) ? null : value;
}
