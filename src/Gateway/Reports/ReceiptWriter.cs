using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Writes how a report fared: a Receipt, or the problem in its place.</summary>
internal static class ReceiptWriter
{
    /// <summary>Writes one Receipt object.</summary>
    public static void Write(Utf8JsonWriter json, Receipt receipt)
    {
        json.WriteStartObject();
        json.WriteString("reportId"u8, receipt.ReportId);
        json.WriteString("place"u8, receipt.Place.Value);
        json.WriteNumber("sequence"u8, receipt.Sequence);
        json.WriteString("status"u8, receipt.Status == ReportStatus.Recorded ? "recorded"u8 : "duplicate"u8);
        json.WriteNumber("applied"u8, receipt.Applied);
        json.WriteNumber("superseded"u8, receipt.Superseded);
        json.WriteEndObject();
    }

    /// <summary>Writes a Receipt or a problem object.</summary>
    public static void Write(Utf8JsonWriter json, ReportOutcome outcome)
    {
        if (outcome.Receipt is { } receipt)
            Write(json, receipt);
        else
            outcome.Problem!.Write(json);
    }
}
