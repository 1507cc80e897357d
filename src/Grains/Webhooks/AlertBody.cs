using System.Buffers;
using System.Text;
using System.Text.Json;
using GridGrains.Storage;

namespace GridGrains.Webhooks;

/// <summary>Writes an alert as webhooks are told of it: the Alert of the contract, of which only the level that it has reached is left out.</summary>
internal static class AlertBody
{
    /// <summary>One JSON object.</summary>
    public static string Of(Alert alert)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, MessageBody.Options))
            Write(json, alert);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Alert alert)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, alert.Id);
        json.WriteString("rule"u8, alert.Rule);
        json.WriteString("severity"u8, CityRow.Code(alert.Severity));
        json.WriteString("campaign"u8, alert.Campaign);
        json.WriteString("place"u8, alert.Place.Value);
        if (alert.Subject is { } subject)
            json.WriteString("subject"u8, subject);
        json.WriteString("since"u8, MessageBody.Time(alert.Since));
        json.WriteStartObject("title"u8);
        json.WriteString("zh"u8, alert.Zh);
        json.WriteString("en"u8, alert.En);
        json.WriteEndObject();
        json.WriteBoolean("acknowledged"u8, alert.Acknowledged);
        if (alert.ClearedAt is { } cleared)
            json.WriteString("clearedAt"u8, MessageBody.Time(cleared));
        if (alert.Reached is { } reached && reached != alert.Place)
        {
            json.WriteStartObject("reached"u8);
            json.WriteString("place"u8, reached.Value);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
