using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>Two cities for the matrix, with every relation two places can have: above, below, beside, elsewhere, look-alike, and not there.</summary>
internal static class Country
{
    private static readonly string[] Leaves =
    [
        "yuan.a.b.c.g1", "yuan.a.b.c.g2", "yuan.a.b.cc.g1", "yuan.a.b.d.g1", "yuan.a.bc.c.g1", "yuan.e.b.c.g1", "zhou.a.b.c.g1",
    ];

    private static readonly string[] Levels = ["city", "county", "town", "village", "grid"];

    public static readonly string[] Listed = [.. Leaves.SelectMany(Upwards).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The places that are asked about and are there.</summary>
    public static readonly string[] There =
    [
        "yuan", "yuan.a", "yuan.a.b", "yuan.a.b.c", "yuan.a.b.c.g1", "yuan.a.b.c.g2", "yuan.a.b.c.desk", "yuan.a.b.cc", "yuan.a.b.cc.g1",
        "yuan.a.b.d.g1", "yuan.a.bc", "yuan.a.bc.c.g1", "yuan.e.b", "zhou", "zhou.a.b.c.g1",
    ];

    /// <summary>Places that are not there, beside, below and away from those that are.</summary>
    public static readonly string[] Missing =
        ["yuan.a.b.c.g", "yuan.a.b.c.g1.x", "yuan.a.b.ccc", "yuan.a.bcd", "yuan.e.desk.x", "zhou.a.nope", "wei"];

    /// <summary>Subtrees that tokens are for; one of them is not there.</summary>
    public static readonly string[][] Subtrees =
    [
        ["yuan.a.b.c.g1"], ["yuan.a.b.c"], ["yuan.a.b"], ["yuan.a"], ["yuan"], ["yuan.a.b.cc"], ["yuan.a.bc"], ["yuan.e.b", "yuan.a.b.d"], ["zhou"], ["wei"], [],
    ];

    public static readonly string[][] Roles = [["viewer"], ["reporter"], ["steward"], ["public"], ["viewer", "reporter"], ["Steward", "admin"], []];

    /// <summary>Every place has a campaign of which it is the root, named after it.</summary>
    public static readonly CityImage Image = new(
        1,
        [.. Listed.Select(id => new Place(PlaceId.Parse(id), Levels[id.Count(c => c == '.')], id, null, ImmutableSortedDictionary<string, long>.Empty))],
        [],
        [.. There.Select(id => Town.Campaign(CampaignOf(id), id) with { Emergency = Emergency.Of(Town.Plan) })]);

    public static string CampaignOf(string place) => $"of-{place.Replace('.', '-')}";

    /// <summary>A campaign that counts the whole city in which the place is or would be.</summary>
    public static string LargestOf(string place) => CampaignOf(place.Split('.')[0]);

    public static bool IsThere(string place) => There.Contains(place) || Listed.Contains(place);

    public static bool IsLeaf(string place) => Leaves.Contains(place) || place.EndsWith(".desk", StringComparison.Ordinal);

    private static IEnumerable<string> Upwards(string leaf)
    {
        for (var dot = leaf.Length; dot > 0; dot = leaf.LastIndexOf('.', dot - 1))
            yield return leaf[..dot];
    }
}
