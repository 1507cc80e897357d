using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Grains.Tests.City;

internal static class CityFacts
{
    /// <summary>A city of places written <c>id/level/households</c>.</summary>
    public static CityImage Image(params string[] places) => new(1, [.. places.Select(Place)], [], []);

    public static Place Place(string text)
    {
        var parts = text.Split('/');
        var attributes = ImmutableSortedDictionary<string, long>.Empty;
        if (parts.Length > 2)
            attributes = attributes.Add("households", long.Parse(parts[2], CultureInfo.InvariantCulture));
        return new(PlaceId.Parse(parts[0]), parts[1], parts[0], null, attributes);
    }

    public static ImmutableArray<ImportRow<Place>> Rows(params string[] places) =>
        [.. places.Select((text, index) => new ImportRow<Place>(index + 1, Place(text)))];

    public static Campaign Campaign(string id, string root) => new(
        id, CampaignKind.Standing, id, null, PlaceId.Parse(root), Facts.Start, null, CampaignState.Open,
        ImmutableSortedDictionary<string, string>.Empty, null, Facts.Start);
}
