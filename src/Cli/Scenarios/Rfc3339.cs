using System.Globalization;

namespace GridGrains.Cli;

/// <summary>Times with an offset, as scenario files and the API write them.</summary>
internal static class Rfc3339
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>Reads a time; one without an offset is not one.</summary>
    public static DateTimeOffset Parse(string text) =>
        TryParse(text, out var time) ? time : throw new FormatException($"'{text}' is not a time like 2022-10-06T07:00:00+08:00");

    /// <summary>As <see cref="Parse"/>, without an exception.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return HasOffset(text) && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }

    private static bool HasOffset(string text) => text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
}
