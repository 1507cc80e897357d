using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GridGrains.Webhooks;

/// <summary>How the bodies of messages are written.</summary>
internal static class MessageBody
{
    /// <summary>Text as it is, Chinese included: a body is application/json, and nothing needs to be escaped for HTML.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>RFC 3339, in UTC.</summary>
    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
