using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GridGrains.Cli;

/// <summary>What the comments of the code say, from the files that the compiler writes beside the program.</summary>
internal static partial class Summaries
{
    private static readonly ConcurrentDictionary<Assembly, XDocument> Files = new();

    /// <summary>The comment on a property, in one line of Markdown.</summary>
    public static string Of(PropertyInfo property)
    {
        var owner = property.DeclaringType!;
        var name = $"P:{owner.FullName}.{property.Name}";
        var summary = Files.GetOrAdd(owner.Assembly, Load).Descendants("member").FirstOrDefault(m => m.Attribute("name")?.Value == name)?.Element("summary")
            ?? throw new CommandFailure(ExitCode.OutOfReach, $"{owner.Name}.{property.Name} has no comment.");
        return Spaces().Replace(string.Concat(summary.Nodes().Select(node => Text(node, owner))), " ").Trim();
    }

    private static string Text(XNode node, Type owner) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{Key(see.Attribute("cref")!.Value[2..], owner)}`",
        XText text => text.Value,
        _ => "",
    };

    // Of a member of another class the class is told as well: it is nearly the name of its section.
    private static string Key(string member, Type owner)
    {
        var path = member.Split('.');
        return path.Length > 1 && path[^2] != owner.Name ? $"{path[^2].Replace("Options", "", StringComparison.Ordinal)}:{path[^1]}" : path[^1];
    }

    private static XDocument Load(Assembly assembly)
    {
        var path = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name + ".xml");
        return File.Exists(path)
            ? XDocument.Load(path)
            : throw new CommandFailure(ExitCode.OutOfReach, $"{Path.GetFileName(path)} is not beside the program; the table is written from a build of the source.");
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
