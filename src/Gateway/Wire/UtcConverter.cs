using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Gateway;

/// <summary>Times on the wire: RFC 3339, in UTC, with a Z.</summary>
internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Rfc3339.TryParse(reader.GetString(), out var time) ? time : throw new JsonException(Rfc3339.Rule);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
