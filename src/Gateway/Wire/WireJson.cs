using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains.Gateway;

/// <summary>How the shapes of <see cref="Wire"/> are written and read: camelCase, no nulls, no unknown or duplicate members.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    MaxDepth = 8,
    Converters = [typeof(UtcConverter)])]
[JsonSerializable(typeof(Wire.PlacePage))]
[JsonSerializable(typeof(Wire.Campaign))]
[JsonSerializable(typeof(ImmutableArray<Wire.Campaign>))]
[JsonSerializable(typeof(Wire.ImportAnswer))]
[JsonSerializable(typeof(Wire.Change))]
[JsonSerializable(typeof(ImmutableArray<Wire.Change>))]
[JsonSerializable(typeof(Wire.History))]
[JsonSerializable(typeof(Wire.Health))]
[JsonSerializable(typeof(Wire.Snapshot))]
[JsonSerializable(typeof(Wire.Family))]
[JsonSerializable(typeof(Wire.PastTree))]
[JsonSerializable(typeof(Wire.Receipt))]
[JsonSerializable(typeof(Wire.Report))]
[JsonSerializable(typeof(ImmutableArray<Wire.BulkReport>))]
[JsonSerializable(typeof(ImmutableArray<Wire.Observation>))]
[JsonSerializable(typeof(ImmutableArray<Wire.Place>))]
[JsonSerializable(typeof(ImmutableArray<Wire.Post>))]
[JsonSerializable(typeof(Wire.Audit))]
[JsonSerializable(typeof(ImmutableArray<Wire.PostState>))]
[JsonSerializable(typeof(Wire.Alert))]
[JsonSerializable(typeof(ImmutableArray<Wire.Alert>))]
[JsonSerializable(typeof(Wire.Notice))]
[JsonSerializable(typeof(ImmutableArray<Wire.Notice>))]
[JsonSerializable(typeof(Wire.NoticeDraft))]
[JsonSerializable(typeof(Wire.NoticeProgress))]
[JsonSerializable(typeof(Wire.Webhook))]
[JsonSerializable(typeof(ImmutableArray<Wire.Webhook>))]
[JsonSerializable(typeof(Wire.WebhookDraft))]
[JsonSerializable(typeof(Wire.Dhis2Mapping))]
[JsonSerializable(typeof(Wire.TrailPage))]
[JsonSerializable(typeof(Wire.Operations))]
[JsonSerializable(typeof(Wire.DailyReport))]
[JsonSerializable(typeof(Wire.EmergencyStatus))]
[JsonSerializable(typeof(Wire.EmergencyTask))]
[JsonSerializable(typeof(Wire.EmergencySummary))]
[JsonSerializable(typeof(Wire.Problem))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(CampaignBody))]
[JsonSerializable(typeof(ChangeBody))]
[JsonSerializable(typeof(PlaceBody[]))]
[JsonSerializable(typeof(PostBody[]))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(WebhookBody))]
[JsonSerializable(typeof(Dhis2Body))]
internal sealed partial class WireJson : JsonSerializerContext;

/// <summary>Reads bodies that are seldom sent by <see cref="WireJson"/>.</summary>
internal static class WireBody
{
    private static readonly Problem BadText = Problem.Malformed("the body is not UTF-8");

    /// <summary>Reads a whole body, or answers why it is malformed, by member path.</summary>
    public static (T? Value, Problem? Problem) Read<T>(ReadOnlySpan<byte> utf8, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!System.Text.Unicode.Utf8.IsValid(utf8))
            return (null, BadText);
        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } value ? (value, null) : (null, Problem.Malformed("the body must not be null"));
        }
        catch (JsonException e)
        {
            return (null, Malformed(e));
        }
    }

    private static Problem Malformed(JsonException e)
    {
        var path = e.Path is null or "$" ? "" : e.Path.StartsWith("$.", StringComparison.Ordinal) ? e.Path[2..] : e.Path[1..];
        var at = $"at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}";
        return path.Length == 0
            ? Problem.Malformed($"the body is not JSON of this shape {at}")
            : Problem.Malformed($"{path} is unknown, there twice or of the wrong JSON type {at}", path);
    }
}
