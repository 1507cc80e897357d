using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GridGrains.Archives;

/// <summary>The tree, the posts and the campaign as they were last, in the files that an import reads.</summary>
internal static class CityTables
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>places.csv</c>: the places at and below the root, and those above it, without which it would stand nowhere.</summary>
    public static string Places(CityImage image, PlaceId root)
    {
        var places = image.Places.Where(p => p.Fate?.Standing != PlaceStanding.Former).Where(p => p.Id.IsWithin(root) || root.IsWithin(p.Id)).OrderBy(p => p.Id.Depth).ThenBy(p => p.Id.Value, StringComparer.Ordinal).ToList();
        var attributes = places.SelectMany(p => p.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var csv = new StringBuilder().AppendJoin(',', (string[])["id", "level", "name", "name_en", .. attributes]).Append('\n');
        foreach (var place in places)
        {
            var numbers = attributes.Select(a => place.Attributes.TryGetValue(a, out var value) ? value.ToString(CultureInfo.InvariantCulture) : "");
            csv.AppendJoin(',', (string[])[place.Id.Value, place.Level, TotalsBook.Cell(place.Name), TotalsBook.Cell(place.NameEn ?? ""), .. numbers]).Append('\n');
        }
        return csv.ToString();
    }

    /// <summary><c>posts.csv</c>.</summary>
    public static string Posts(CityImage image, PlaceId root)
    {
        var csv = new StringBuilder("id,place,kind,name,requires,hours\n");
        foreach (var post in image.Posts.Where(p => p.Place.IsWithin(root)))
            csv.AppendJoin(',', ((string[])[post.Id, post.Place.Value, post.Kind, post.Name, post.Requires, post.Hours]).Select(TotalsBook.Cell)).Append('\n');
        return csv.ToString();
    }

    /// <summary><c>campaigns.json</c>.</summary>
    public static string Campaigns(Campaign campaign)
    {
        var json = new JsonObject { ["id"] = campaign.Id, ["kind"] = campaign.Kind == CampaignKind.Round ? "round" : "standing", ["title"] = campaign.Title };
        if (campaign.TitleEn is { } titleEn)
            json["titleEn"] = titleEn;
        json["root"] = campaign.Root.Value;
        json["opensAt"] = campaign.OpensAt.ToString("O", CultureInfo.InvariantCulture);
        if (campaign.Deadline is { } deadline)
            json["deadline"] = deadline.ToString("O", CultureInfo.InvariantCulture);
        json["targets"] = new JsonObject(campaign.Targets.Select(t => KeyValuePair.Create<string, JsonNode?>(t.Key, t.Value)));
        return new JsonArray(json).ToJsonString(Readable);
    }
}
