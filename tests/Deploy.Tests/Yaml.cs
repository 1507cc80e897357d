using YamlDotNet.RepresentationModel;

namespace GridGrains.Deploy.Tests;

/// <summary>Short ways through a YAML file.</summary>
internal static class Yaml
{
    /// <summary>The documents of a file of the checkout.</summary>
    public static IReadOnlyList<YamlNode> Read(params string[] parts) => Parse(Checkout.Read(parts));

    /// <summary>The documents of a text.</summary>
    public static IReadOnlyList<YamlNode> Parse(string text)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(text);
        stream.Load(reader);
        return [.. stream.Documents.Select(d => d.RootNode)];
    }

    /// <summary>What is at a path of keys; null where there is nothing.</summary>
    public static YamlNode? At(this YamlNode? node, params string[] path)
    {
        foreach (var key in path)
            node = node is YamlMappingNode map && map.Children.TryGetValue(key, out var next) ? next : null;
        return node;
    }

    /// <summary>The text at a path; it must be there.</summary>
    public static string Text(this YamlNode node, params string[] path) =>
        (node.At(path) as YamlScalarNode)?.Value ?? throw new InvalidDataException($"there is no {string.Join('.', path)} in {node}");

    /// <summary>The members of the list at a path; none where there is no list.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node, params string[] path) => node.At(path) is YamlSequenceNode list ? list.Children : [];

    /// <summary>The members of the mapping at a path; none where there is none.</summary>
    public static IEnumerable<KeyValuePair<string, YamlNode>> Members(this YamlNode? node, params string[] path) =>
        node.At(path) is YamlMappingNode map ? map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, c.Value)) : [];
}
