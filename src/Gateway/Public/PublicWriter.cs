using System.Globalization;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// Writes public numbers: tens, and where there are none, less than what the number lacks at most, as "&lt;10". Every count of the view is there, so that
/// none tells by being left out.
/// </summary>
internal static class PublicWriter
{
    /// <summary>Writes an area as a snapshot of the public view.</summary>
    public static void Write(Utf8JsonWriter json, string campaign, PublicView view, PublicArea area, PlaceNode? place)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, campaign);
        json.WriteString("place"u8, area.Place.Value);
        json.WriteString("level"u8, place?.Place.Level ?? "");
        json.WriteString("name"u8, place?.Place.Name ?? area.Place.Value);
        if (place?.Place.NameEn is { } nameEn)
            json.WriteString("nameEn"u8, nameEn);
        WriteNumbers(json, view, area);
        json.WriteEndObject();
    }

    /// <summary>Writes what the view says of an area, as members of an object.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, PublicView view, PublicArea area)
    {
        json.WriteNumber("version"u8, view.Round);
        json.WriteString("asOf"u8, view.AsOf);
        json.WriteString("nextAt"u8, view.Until);
        json.WriteStartObject("counts"u8);
        for (var i = 0; i < PublicCounts.All.Length; i++)
        {
            json.WritePropertyName(PublicCounts.All[i].Code);
            WriteNumber(json, area, i);
        }
        json.WriteEndObject();
        json.WriteNumber("margin"u8, area.Margin);
    }

    /// <summary>Writes the areas of a tree, each a row.</summary>
    public static void Write(Utf8JsonWriter json, TreeKey key, PublicView view)
    {
        json.WriteStartObject();
        json.WriteString("campaign"u8, key.Root.Campaign);
        json.WriteString("root"u8, key.Root.Place.Value);
        json.WriteNumber("version"u8, view.Round);
        json.WriteString("asOf"u8, view.AsOf);
        json.WriteString("nextAt"u8, view.Until);
        json.WriteStartArray("counts"u8);
        foreach (var column in key.Columns)
            json.WriteStringValue(column.Name);
        json.WriteEndArray();
        json.WriteStartArray("rows"u8);
        foreach (var area in view.Areas.Where(area => key.Shows(area.Place)))
        {
            json.WriteStartArray();
            json.WriteStringValue(area.Place.Value);
            foreach (var column in key.Columns)
                WriteNumber(json, area, PublicCounts.IndexOf(column.Count));
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, PublicArea area, int index)
    {
        if (area.Tens[index] > 0)
            json.WriteNumberValue(area.Tens[index]);
        else
            json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"<{area.Margin}"));
    }
}
