using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains.Bench.Hosts;

/// <summary>Cities of five levels, of about the size that is asked for.</summary>
internal static class BenchTree
{
    private static readonly string[] Levels = ["city", "county", "town", "village", "grid"];

    /// <summary>The grids; ten or fewer are the city's own children.</summary>
    public static IReadOnlyList<string> Grids(int count)
    {
        if (count <= 10)
            return [.. Enumerable.Range(1, count).Select(n => string.Create(CultureInfo.InvariantCulture, $"{Ingest.BenchCity.Root}.g{n}"))];
        var (counties, towns, villages, grids) = count switch
        {
            <= 1_000 => (2, 5, 10, 10),
            <= 15_000 => (3, 10, 25, 20),
            _ => (10, 20, 25, 30),
        };
        return
        [
            .. from county in Enumerable.Range(1, counties)
               from town in Enumerable.Range(1, towns)
               from village in Enumerable.Range(1, villages)
               from grid in Enumerable.Range(1, grids)
               select string.Create(CultureInfo.InvariantCulture, $"{Ingest.BenchCity.Root}.c{county}.t{town}.v{village}.g{grid}"),
        ];
    }

    /// <summary>All places, highest first.</summary>
    public static IReadOnlyList<string> Places(IEnumerable<string> grids) =>
        [.. grids.SelectMany(Ingest.BenchCity.PathTo).Distinct().OrderBy(id => id.Count(c => c == '.'))];

    /// <summary>What a service has after the import of the tree, with an open campaign.</summary>
    public static CityImage Image(IEnumerable<string> grids)
    {
        var none = ImmutableSortedDictionary<string, long>.Empty;
        var places = Places(grids).Select(id => new Place(PlaceId.Parse(id), Levels[id.Count(c => c == '.')], id, null, none));
        var opens = new DateTimeOffset(2022, 10, 6, 0, 0, 0, TimeSpan.Zero);
        var campaign = new Campaign(
            Ingest.BenchCity.Campaign, CampaignKind.Round, "bench", null, PlaceId.Parse(Ingest.BenchCity.Root), opens, null, CampaignState.Open,
            ImmutableSortedDictionary<string, string>.Empty, null, opens);
        return new CityImage(1, [.. places], [], [campaign]);
    }

    /// <summary>Rows of places.csv.</summary>
    public static string Csv(IEnumerable<string> places)
    {
        var csv = new System.Text.StringBuilder("id,level,name,name_en,households,residents\n");
        foreach (var id in places)
        {
            var depth = id.Count(c => c == '.');
            csv.Append(CultureInfo.InvariantCulture, $"{id},{Levels[depth]},{id},,{(depth == 4 ? "100,1000000" : ",")}\n");
        }
        return csv.ToString();
    }
}
