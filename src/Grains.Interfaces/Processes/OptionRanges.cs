using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace GridGrains;

/// <summary>The ranges that options state as attributes: refused outside of them, and told in docs/configuration.md, from one place.</summary>
public static class OptionRanges
{
    /// <summary>A sentence for each option that is outside its range: the key, the value and what is allowed.</summary>
    /// <param name="section">The configuration section of the options.</param>
    /// <param name="options">The options as they were configured.</param>
    public static List<string> Sentences(string section, object options) =>
    [
        .. from property in options.GetType().GetProperties()
           let range = property.GetCustomAttribute<RangeAttribute>()
           where range is not null && !range.IsValid(property.GetValue(options))
           select $"{section}:{property.Name} is {property.GetValue(options)}; allowed are {range.Minimum} to {range.Maximum}",
    ];
}
