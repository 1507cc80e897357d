using System.Collections.Immutable;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace GridGrains.Storage;

/// <summary>How the city's values become text and back.</summary>
internal static class CityRow
{
    private static readonly JsonSerializerOptions Rows = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Members = new(Rows) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Rows as a JSON array of objects with the names of columns.</summary>
    public static string Array<TValue, TRow>(IEnumerable<TValue> values, Func<TValue, TRow> row) =>
        JsonSerializer.Serialize(values.Select(row), Rows);

    public static string Json<T>(T value) => JsonSerializer.Serialize(value, Members);

    public static T FromJson<T>(string text) => JsonSerializer.Deserialize<T>(text, Members)!;

    // As it was given, offset and all.
    public static string Text(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    // Codes are those of the wire.
    public static string Code<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    public static T FromCode<T>(string code)
        where T : struct, Enum => Enum.Parse<T>(code, ignoreCase: true);
}

/// <summary>A row of <c>places</c>.</summary>
internal sealed record PlaceRow(string Place, string Level, string Name, string? NameEn, string Attributes, string? Fate)
{
    public static PlaceRow Of(Place place) => new(
        place.Id.Value, place.Level, place.Name, place.NameEn, CityRow.Json(place.Attributes),
        place.Fate is { } fate ? CityRow.Json(fate) : null);

    public Place ToPlace() =>
        new(
            PlaceId.Parse(Place), Level, Name, NameEn, CityRow.FromJson<ImmutableSortedDictionary<string, long>>(Attributes),
            Fate is null ? null : CityRow.FromJson<PlaceFate>(Fate));
}

/// <summary>A row of <c>posts</c>. Its id has the leaf before it: a post is one of its leaf, and towns name theirs alike.</summary>
internal sealed record PostRow(string Post, string Place, string Kind, string Name, string Requires, string Hours)
{
    /// <summary>A post's id in its table.</summary>
    public static string IdOf(Post post) => $"{post.Place}/{post.Id}";

    public static PostRow Of(Post post) => new(IdOf(post), post.Place.Value, post.Kind, post.Name, post.Requires, post.Hours);

    public Post ToPost() => new(Post[(Post.LastIndexOf('/') + 1)..], PlaceId.Parse(Place), Kind, Name, Requires, Hours);
}

/// <summary>A row of <c>campaigns</c>.</summary>
internal sealed record CampaignRow(
    string Campaign, string Kind, string Title, string? TitleEn, string Root, string OpensAt, string? Deadline, string State,
    string Targets, string? Drill, string CreatedAt, string? Emergency)
{
    public static CampaignRow Of(Campaign campaign) => new(
        campaign.Id,
        CityRow.Code(campaign.Kind),
        campaign.Title,
        campaign.TitleEn,
        campaign.Root.Value,
        CityRow.Text(campaign.OpensAt),
        campaign.Deadline is { } deadline ? CityRow.Text(deadline) : null,
        CityRow.Code(campaign.State),
        CityRow.Json(campaign.Targets),
        campaign.Drill is { } drill ? CityRow.Json(drill) : null,
        CityRow.Text(campaign.CreatedAt),
        campaign.Emergency is { } emergency ? CityRow.Json(emergency) : null);

    public Campaign ToCampaign() => new(
        Campaign,
        CityRow.FromCode<CampaignKind>(Kind),
        Title,
        TitleEn,
        PlaceId.Parse(Root),
        CityRow.Time(OpensAt),
        Deadline is null ? null : CityRow.Time(Deadline),
        CityRow.FromCode<CampaignState>(State),
        CityRow.FromJson<ImmutableSortedDictionary<string, string>>(Targets),
        Drill is null ? null : CityRow.FromJson<Drill>(Drill),
        CityRow.Time(CreatedAt),
        Emergency is null ? null : CityRow.FromJson<Emergency>(Emergency));
}
