using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary><c>…/places.geojson</c>: the places at and below one with their counts, as a map wants them (RFC 7946). A place whose position nobody has imported has no geometry.</summary>
internal sealed class MapEndpoints(LedgerLookup ledgers, PlaceTable table, PublicViews views)
{
    /// <summary>Registered for it by RFC 7946.</summary>
    public const string MediaType = "application/geo+json";

    private const double Millionth = 1_000_000;

    public async Task GetAsync(string c, string p, HttpContext http)
    {
        var found = await ledgers.FindToReadAsync(http.User, c, p);
        if (found.Problem is { } refused)
        {
            await http.WriteProblemAsync(refused);
            return;
        }
        var query = new QueryReader(http.Request.Query);
        var level = query.Text("level");
        var depth = query.Number("depth", PlaceId.MaxDepth, 0, PlaceId.MaxDepth);
        if (level is not null && !Catalogue.Current.HasLevel(level))
            query.Refuse("level", $"must be one of {string.Join(", ", Catalogue.Current.Levels.Select(l => l.Code))}");
        if (query.Problem is { } wrong)
        {
            await http.WriteProblemAsync(wrong);
            return;
        }
        var places = found.Place!.Subtree(depth).Where(node => level is null || node.Place.Level == level);
        if (Access.Reading(http.User) == AccessAction.ReadPublic)
        {
            var view = await views.GetAsync(found.Campaign!.Id);
            await http.WriteJsonAsync(StatusCodes.Status200OK, (view, places), static (json, s) => WritePublicly(json, s.view, s.places), MediaType);
            return;
        }
        List<PlaceRow> rows = [];
        await foreach (var row in table.RowsAsync(found, places))
            rows.Add(row);
        await http.WriteJsonAsync(StatusCodes.Status200OK, rows, Write, MediaType);
    }

    private static void Write(Utf8JsonWriter json, List<PlaceRow> rows)
    {
        Begin(json);
        foreach (var row in rows)
        {
            BeginFeature(json, row.Place);
            json.WriteNumber("version"u8, row.Counts.Version);
            json.WriteString("asOf"u8, Rfc3339.Write(row.Counts.AsOf));
            json.WritePropertyName("counts"u8);
            SnapshotWriter.WriteCounts(json, row.Counts.Counts);
            EndFeature(json);
        }
        End(json);
    }

    // Areas only, in tens; a position tells nothing of what is counted.
    private static void WritePublicly(Utf8JsonWriter json, PublicView view, IEnumerable<PlaceNode> places)
    {
        Begin(json);
        foreach (var node in places.Where(node => !node.IsLeaf))
        {
            BeginFeature(json, node.Place);
            PublicWriter.WriteNumbers(json, view, PublicCampaign.Area(view, node.Place.Id));
            EndFeature(json);
        }
        End(json);
    }

    private static void Begin(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "FeatureCollection");
        json.WriteStartArray("features"u8);
    }

    private static void End(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void BeginFeature(Utf8JsonWriter json, Place place)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "Feature");
        json.WriteString("id"u8, place.Id.Value);
        if (place.Attributes.TryGetValue(Place.Longitude, out var longitude) && place.Attributes.TryGetValue(Place.Latitude, out var latitude))
        {
            json.WriteStartObject("geometry"u8);
            json.WriteString("type"u8, "Point");
            json.WriteStartArray("coordinates"u8);
            json.WriteNumberValue(longitude / Millionth);
            json.WriteNumberValue(latitude / Millionth);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("geometry"u8);
        }
        json.WriteStartObject("properties"u8);
        if (place.Id.Parent is { } parent)
            json.WriteString("parent"u8, parent.Value);
        json.WriteString("level"u8, place.Level);
        json.WriteString("name"u8, place.Name);
        if (place.NameEn is { } english)
            json.WriteString("nameEn"u8, english);
    }

    private static void EndFeature(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
