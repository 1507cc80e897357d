using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace GridGrains;

/// <summary>
/// The name of a place: a dotted path of 1 to 10 segments of <c>[a-z0-9-]{1,32}</c> whose parent is its prefix,
/// as in <c>enping.shengtang.v03.g02</c>.
/// </summary>
[GenerateSerializer, Immutable]
[JsonConverter(typeof(PlaceIdJsonConverter))]
public readonly record struct PlaceId : IParsable<PlaceId>
{
    /// <summary>The greatest number of segments.</summary>
    public const int MaxDepth = 10;

    /// <summary>The greatest length of one segment, in characters.</summary>
    public const int MaxSegmentLength = 32;

    /// <summary>The last segment of a desk: the leaf where an area's own staff report.</summary>
    public const string DeskSegment = "desk";

    [Id(0)]
    private readonly string? value;

    private PlaceId(string value) => this.value = value;

    /// <summary>The whole path.</summary>
    public string Value => value ?? "";

    /// <summary>The number of segments; 1 for a root.</summary>
    public int Depth => Value.AsSpan().Count('.') + 1;

    /// <summary>The place above, or null for a root.</summary>
    public PlaceId? Parent => Value.LastIndexOf('.') is var dot and > 0 ? new PlaceId(Value[..dot]) : null;

    /// <summary>Whether this is the desk of the place above it.</summary>
    public bool IsDesk => Value.EndsWith(".desk", StringComparison.Ordinal);

    /// <summary>The desk of this area.</summary>
    public PlaceId Desk => new($"{Value}.{DeskSegment}");

    /// <summary>Whether this is <paramref name="root"/> or below it, at a segment boundary: <c>a.b</c> is no ancestor of <c>a.bc</c>.</summary>
    public bool IsWithin(PlaceId root) =>
        Value.StartsWith(root.Value, StringComparison.Ordinal)
        && (Value.Length == root.Value.Length || Value[root.Value.Length] == '.');

    /// <summary>Reads a place id, or throws a <see cref="FormatException"/> that says what is allowed.</summary>
    public static PlaceId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var place) ? place : throw new FormatException(Rule(s));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PlaceId result)
    {
        result = default;
        if (!IsWellFormed(s))
            return false;
        result = new PlaceId(s);
        return true;
    }

    /// <summary>The sentence for a text that is no place id.</summary>
    public static string Rule(string? s) => $"'{s}' is not a place id: 1 to 10 segments of [a-z0-9-]{{1,32}} joined by dots";

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsWellFormed([NotNullWhen(true)] string? s)
    {
        if (string.IsNullOrEmpty(s))
            return false;
        int segments = 1, length = 0;
        foreach (var c in s)
        {
            if (c == '.')
            {
                if (length == 0 || ++segments > MaxDepth)
                    return false;
                length = 0;
            }
            else if (c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-') || ++length > MaxSegmentLength)
            {
                return false;
            }
        }
        return length > 0;
    }

    private sealed class PlaceIdJsonConverter : JsonConverter<PlaceId>
    {
        public override PlaceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString(), null, out var place) ? place : throw new JsonException(Rule(reader.GetString()));

        public override void Write(Utf8JsonWriter writer, PlaceId value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Value);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, PlaceId value, JsonSerializerOptions options) =>
            writer.WritePropertyName(value.Value);
    }
}
