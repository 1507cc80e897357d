using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using GridGrains.Journal;
using GridGrains.Storage;

namespace GridGrains.Archives;

/// <summary>An entry of the journal as a line of an archive, and back. The observations keep the journal's own form; those of a purged report are null.</summary>
internal static class ReportLine
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes one, with its end of line.</summary>
    public static void Write(ArrayBufferWriter<byte> to, JournalEntry entry)
    {
        using (var json = new Utf8JsonWriter(to, Plain))
        {
            json.WriteStartObject();
            json.WriteString("place"u8, entry.Ledger.Place.Value);
            json.WriteNumber("sequence"u8, entry.Sequence);
            json.WriteString("reportId"u8, entry.ReportId);
            json.WriteString("reporter"u8, entry.Reporter);
            json.WriteString("recordedAt"u8, Timestamp.Of(entry.RecordedAt));
            json.WritePropertyName("observations"u8);
            if (entry.Payload.IsEmpty)
                json.WriteNullValue();
            else
                json.WriteRawValue(entry.Payload.Span, skipInputValidation: true);
            json.WriteEndObject();
        }
        to.Write("\n"u8);
    }

    /// <summary>Reads one.</summary>
    public static JournalEntry Read(string campaign, string line, long number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var observations = root.GetProperty("observations");
            // Through the observations, so that a line that another program has written anew gives the same bytes.
            var payload = observations.ValueKind == JsonValueKind.Null ? [] : Payload.Encode(Payload.Decode(System.Text.Encoding.UTF8.GetBytes(observations.GetRawText())));
            return new(
                new LedgerKey(campaign, PlaceId.Parse(root.GetProperty("place").GetString()!)),
                root.GetProperty("sequence").GetInt64(),
                root.GetProperty("reportId").GetGuid(),
                root.GetProperty("reporter").GetString()!,
                DateTimeOffset.Parse(root.GetProperty("recordedAt").GetString()!, CultureInfo.InvariantCulture).UtcDateTime,
                payload);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or FormatException or InvalidOperationException or ArgumentNullException)
        {
            throw new ArchiveException($"{ArchiveFiles.Reports}, line {number}, is no report: {e.Message}");
        }
    }
}
