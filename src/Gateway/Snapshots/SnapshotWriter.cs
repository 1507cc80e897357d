using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Writes the wire's Snapshot from the grain's answer and the city's tree, for REST and for the feed.</summary>
internal static class SnapshotWriter
{
    // Prepared once: a snapshot on the wire is mostly names of counts.
    private static readonly JsonEncodedText[] CountNames = [.. Catalogue.Current.Counts.Select(count => JsonEncodedText.Encode(count.Code))];

    /// <summary>Writes one Snapshot object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="campaign">Code of the campaign.</param>
    /// <param name="terms">The campaign, with its targets; null where it is not known here.</param>
    /// <param name="place">The place in the tree; null for one that the tree no longer has, whose counts its area still sums.</param>
    /// <param name="counts">The grain's answer.</param>
    public static void Write(Utf8JsonWriter json, string campaign, Campaign? terms, PlaceNode? place, PlaceCounts counts)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, campaign);
        json.WriteString("place"u8, counts.Place.Value);
        json.WriteString("level"u8, place?.Place.Level ?? "");
        json.WriteString("name"u8, place?.Place.Name ?? counts.Place.Value);
        if (place?.Place.NameEn is { } nameEn)
            json.WriteString("nameEn"u8, nameEn);
        json.WriteNumber("version"u8, counts.Version);
        json.WriteString("asOf"u8, Utc(counts.AsOf));
        json.WritePropertyName("counts"u8);
        WriteCounts(json, counts.Counts);
        WriteExpected(json, place);
        if (terms is not null && place is not null)
            TargetWriter.Write(json, terms, place, counts);
        json.WriteStartObject("children"u8);
        json.WriteNumber("expected"u8, counts.ChildrenExpected);
        json.WriteNumber("heard"u8, counts.ChildrenHeard);
        json.WriteEndObject();
        json.WriteStartObject("alerts"u8);
        json.WriteNumber("critical"u8, counts.Alerts.Critical);
        json.WriteNumber("warning"u8, counts.Alerts.Warning);
        json.WriteEndObject();
        if (place is { IsClosed: true })
            json.WriteBoolean("closed"u8, true);
        if (place is { IsFormer: true, Place.Fate: { } fate })
        {
            json.WriteStartArray("successors"u8);
            foreach (var successor in fate.Successors)
                json.WriteStringValue(successor.Place.Value);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    /// <summary>Writes counts as an object in the catalogue's order; zeros are left out.</summary>
    public static void WriteCounts(Utf8JsonWriter json, CountVector counts)
    {
        json.WriteStartObject();
        var values = counts.AsSpan();
        for (var i = 0; i < Math.Min(values.Length, CountNames.Length); i++)
        {
            if (values[i] != 0)
                json.WriteNumber(CountNames[i], values[i]);
        }
        json.WriteEndObject();
    }

    /// <summary>The bytes of one Snapshot object.</summary>
    public static byte[] ToBytes(string campaign, Campaign? terms, PlaceNode? place, PlaceCounts counts) =>
        JsonBytes.Of((campaign, terms, place, counts), static (json, s) => Write(json, s.campaign, s.terms, s.place, s.counts));

    private static void WriteExpected(Utf8JsonWriter json, PlaceNode? place)
    {
        json.WriteStartObject("expected"u8);
        if (place is not null)
        {
            foreach (var (attribute, sum) in place.Expected)
                json.WriteNumber(attribute, sum);
        }
        json.WriteStartObject("places"u8);
        if (place is not null)
        {
            foreach (var (level, places) in place.PlacesBelow)
                json.WriteNumber(level, places);
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static DateTime Utc(DateTime time) => time.Kind == DateTimeKind.Utc ? time : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
