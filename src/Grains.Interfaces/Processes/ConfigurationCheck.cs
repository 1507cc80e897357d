using System.ComponentModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace GridGrains;

/// <summary>
/// Refuses a start with a key that does not exist, which would otherwise do nothing and say nothing, or with a value that cannot be read. Ranges are checked
/// with the options themselves.
/// </summary>
public static class ConfigurationCheck
{
    /// <summary>Ends with an <see cref="OptionsValidationException"/> that has a sentence for each key that is wrong.</summary>
    /// <param name="configuration">Of the process.</param>
    /// <param name="sections">The sections that this process knows; others are not looked at.</param>
    public static void Refuse(IConfiguration configuration, params IEnumerable<OptionSection> sections)
    {
        var wrong = sections.SelectMany(section => Wrong(configuration, section)).ToList();
        if (wrong.Count > 0)
            throw new OptionsValidationException("", typeof(IConfiguration), wrong);
    }

    private static IEnumerable<string> Wrong(IConfiguration configuration, OptionSection section)
    {
        var known = section.Properties.ToDictionary(p => p.Name, p => p.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var given in configuration.GetSection(section.Name).GetChildren())
        {
            if (!known.TryGetValue(given.Key, out var type))
            {
                if (!section.Elsewhere.Contains(given.Key, StringComparer.OrdinalIgnoreCase))
                    yield return $"{section.Name}:{given.Key} is no key; there are {string.Join(", ", known.Keys.Concat(section.Elsewhere).Order(StringComparer.Ordinal))}";
            }
            else if (given.Value is { } value && !IsReadable(value, type))
            {
                yield return $"{section.Name}:{given.Key} is '{value}'; allowed is {Kind(type)}";
            }
        }
    }

    private static bool IsReadable(string value, Type type)
    {
        var converter = TypeDescriptor.GetConverter(type);
        if (type == typeof(string) || !converter.CanConvertFrom(typeof(string)))
            return true;
        try
        {
            converter.ConvertFromInvariantString(value);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Kind(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number such as 0.01",
        _ when type == typeof(TimeSpan) => "a time such as 00:00:30 (hours:minutes:seconds)",
        _ => $"what a {type.Name} can be",
    };
}
