using System.Globalization;

namespace GridGrains.Storage;

/// <summary>Times as text: UTC, RFC 3339, to a microsecond, and so in the order of time.</summary>
internal static class Timestamp
{
    public static string Of(TimeProvider time) => Of(time.GetUtcNow().UtcDateTime);

    public static string Of(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
