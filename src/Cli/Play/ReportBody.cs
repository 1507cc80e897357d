using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>Writes a report, and names it by what it says, so that the same plan gives the same ids and a changed plan others.</summary>
internal static class ReportBody
{
    /// <summary>The report of a leaf with the next number; <paramref name="reporter"/> is the token's <c>sub</c>.</summary>
    public static PlannedReport Write(string campaign, PlaceId place, int number, string reporter, ImmutableArray<Observation> observations)
    {
        var said = Json(writer => WriteObservations(writer, observations));
        var id = Id($"{campaign}\n{place}\n{number}\n{reporter}\n", said);
        var body = Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("reportId", id);
            writer.WritePropertyName("observations");
            writer.WriteRawValue(said, skipInputValidation: true);
            writer.WriteEndObject();
        });
        return new PlannedReport(campaign, place, id, observations[^1].At, observations, body);
    }

    // A UUID of version 8 (RFC 9562): the bits are ours, the first of a SHA-256.
    private static Guid Id(string context, byte[] said)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.UTF8.GetBytes(context), .. said], hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteObservations(Utf8JsonWriter writer, ImmutableArray<Observation> observations)
    {
        writer.WriteStartArray();
        foreach (var observation in observations)
        {
            writer.WriteStartObject();
            writer.WriteString("series", observation.Series);
            writer.WriteString("subject", observation.Subject);
            writer.WriteNumber("value", observation.Value);
            writer.WriteString("at", observation.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
