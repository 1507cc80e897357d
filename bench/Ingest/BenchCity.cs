using System.Globalization;
using System.Text;

namespace GridGrains.Bench.Ingest;

/// <summary>A city of five levels: 2 counties, 10 towns, 100 villages, 1,000 grids.</summary>
internal static class BenchCity
{
    public const string Root = "city";
    public const string Campaign = "bench";

    public static IReadOnlyList<string> Grids { get; } =
    [
        .. from county in Enumerable.Range(1, 2)
           from town in Enumerable.Range(1, 5)
           from village in Enumerable.Range(1, 10)
           from grid in Enumerable.Range(1, 10)
           select string.Create(CultureInfo.InvariantCulture, $"{Root}.c{county}.t{town}.v{village}.g{grid}"),
    ];

    /// <summary>The tree as places.csv.</summary>
    public static string Csv()
    {
        string[] levels = ["city", "county", "town", "village", "grid"];
        var places = Grids.SelectMany(PathTo).Distinct().OrderBy(id => id.Count(c => c == '.')).ToList();
        var csv = new StringBuilder("id,level,name,name_en,households,residents\n");
        foreach (var id in places)
        {
            var depth = id.Count(c => c == '.');
            csv.Append(CultureInfo.InvariantCulture, $"{id},{levels[depth]},{id},,{(depth == 4 ? "100,300" : ",")}\n");
        }
        return csv.ToString();
    }

    /// <summary>Puts the tree and an open campaign into a service.</summary>
    public static async Task PutAsync(HttpClient http, CancellationToken cancellation)
    {
        await PutAsync(http, "/api/places", Csv(), "text/csv", cancellation);
        await PutCampaignAsync(http, cancellation);
    }

    /// <summary>Puts the campaign alone.</summary>
    public static Task PutCampaignAsync(HttpClient http, CancellationToken cancellation) => PutAsync(
        http,
        $"/api/campaigns/{Campaign}",
        $$"""{"id":"{{Campaign}}","kind":"round","title":"bench","root":"{{Root}}","opensAt":"2022-10-06T00:00:00Z","targets":{ } }""",
        "application/json",
        cancellation);

    /// <summary>A place and all above it, highest first.</summary>
    public static IEnumerable<string> PathTo(string place)
    {
        for (var dot = place.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = place.IndexOf('.', dot + 1))
            yield return place[..dot];
        yield return place;
    }

    public static async Task PutAsync(HttpClient http, string path, string body, string type, CancellationToken cancellation)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.PutAsync(new Uri(path, UriKind.Relative), content, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidDataException($"PUT {path}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}
