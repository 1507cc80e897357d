using System.Collections.Immutable;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>A town of two villages of two grids each, with a round; and ways to say what is counted there.</summary>
internal static class Town
{
    public const string Campaign = "round";
    public static readonly PlaceId Root = PlaceId.Parse("town");
    public static readonly PlaceId North = PlaceId.Parse("town.north");
    public static readonly PlaceId South = PlaceId.Parse("town.south");
    public static readonly PlaceId North1 = PlaceId.Parse("town.north.g1");
    public static readonly PlaceId North2 = PlaceId.Parse("town.north.g2");
    public static readonly PlaceId South1 = PlaceId.Parse("town.south.g1");

    private static readonly int Sampled = CountNamed("tests.sampled").Index;
    private static readonly int Tubes = CountNamed("tests.tubes").Index;

    public static CityImage Image(long version = 1, string rootName = "镇", params PlaceId[] further) => new(
        version,
        [
            Area(Root, "town", rootName), Area(North, "village", "北"), Area(South, "village", "南"),
            Grid(North1), Grid(North2), Grid(South1), .. further.Select(Grid),
        ],
        [],
        [
            new Campaign(
                Campaign, CampaignKind.Round, "全员核酸", "Everybody tested", Root, DateTimeOffset.UnixEpoch, null, CampaignState.Open,
                ImmutableSortedDictionary<string, string>.Empty.Add("tests.sampled", "residents"), null, DateTimeOffset.UnixEpoch),
        ]);

    public static CurrentCity City()
    {
        var city = new CurrentCity();
        city.Take(Image());
        return city;
    }

    public static LedgerKey Key(PlaceId place) => new(Campaign, place);

    public static Count CountNamed(string code) => Catalogue.Current.TryGetCount(code, out var count) ? count : throw new ArgumentException(code);

    public static TreeColumn ColumnNamed(string name) => TreeColumn.TryParse(name, out var column) ? column : throw new ArgumentException(name);

    /// <summary>Counts at a version: as many people sampled as said, in one tube per report.</summary>
    public static PlaceCounts At(PlaceId place, long version, long? sampled = null)
    {
        var values = new long[Catalogue.Current.Counts.Length];
        values[Sampled] = sampled ?? version * 10;
        values[Tubes] = version;
        return new PlaceCounts(place, version, DateTime.UnixEpoch.AddSeconds(version), CountVector.Copy(values), 2, 2);
    }

    public static PlaceFamily Alone(PlaceId place, long version) => new(At(place, version), []);

    private static Place Area(PlaceId id, string level, string name) => new(id, level, name, null, ImmutableSortedDictionary<string, long>.Empty);

    private static Place Grid(PlaceId id) =>
        new(id, "grid", "格", null, ImmutableSortedDictionary<string, long>.Empty.Add("residents", 500));
}
