using System.Reflection;

namespace GridGrains;

/// <summary>A section of the configuration, and the options that are read from it.</summary>
/// <param name="Name">Its name, such as <c>Journal</c>.</param>
/// <param name="Options">The class of the options.</param>
/// <param name="Elsewhere">Keys of the same section that only other processes read, so that all may share one environment.</param>
public sealed record OptionSection(string Name, Type Options, params string[] Elsewhere)
{
    /// <summary>The options that can be configured, in the order of the class.</summary>
    public IEnumerable<PropertyInfo> Properties =>
        Options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite || p.PropertyType != typeof(string));
}
