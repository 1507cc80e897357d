using System.Globalization;
using System.Text;
using GridGrains.Bench.Ingest;

namespace GridGrains.Bench.Rules;

/// <summary>A city of 15,000 grids, a tenth of them with a post that is open round the clock, in a drill that begins on an afternoon in China.</summary>
internal static class RuleCity
{
    public const string Root = "city";

    public static IReadOnlyList<string> Grids { get; } =
    [
        .. from county in Enumerable.Range(1, 3)
           from town in Enumerable.Range(1, 10)
           from village in Enumerable.Range(1, 25)
           from grid in Enumerable.Range(1, 20)
           select string.Create(CultureInfo.InvariantCulture, $"{Root}.c{county}.t{town}.v{village}.g{grid}"),
    ];

    /// <summary>Puts tree, posts and a campaign into a service.</summary>
    /// <param name="http">The service.</param>
    /// <param name="kind">round or standing; also the campaign's id.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task PutAsync(HttpClient http, string kind, CancellationToken cancellation)
    {
        // In two pieces, for a body may have 256 KiB.
        var places = Grids.SelectMany(BenchCity.PathTo).Distinct().OrderBy(id => id.Count(c => c == '.')).ToList();
        foreach (var piece in places.Chunk(4_000))
            await PutAsync(http, "/api/places", Places(piece), "text/csv", cancellation);
        foreach (var piece in Grids.Where((_, n) => n % 10 == 0).Chunk(1_000))
            await PutAsync(http, "/api/posts", Posts(piece), "text/csv", cancellation);
        var deadline = kind == "round" ? "\"deadline\":\"2022-10-08T10:00:00Z\"," : "";
        await PutAsync(
            http,
            $"/api/campaigns/{kind}",
            $$$"""
            {"id":"{{{kind}}}","kind":"{{{kind}}}","title":"bench","root":"{{{Root}}}","opensAt":"2022-10-06T09:00:00Z",{{{deadline}}}
             "targets":{"tests.sampled":"residents"},"drill":{"origin":"2022-10-06T09:15:00Z","speed":1}}
            """,
            "application/json",
            cancellation);
    }

    // So many residents that the load does not come to the end of them.
    private static string Places(IEnumerable<string> ids)
    {
        string[] levels = ["city", "county", "town", "village", "grid"];
        var csv = new StringBuilder("id,level,name,name_en,households,residents\n");
        foreach (var id in ids)
        {
            var depth = id.Count(c => c == '.');
            csv.Append(CultureInfo.InvariantCulture, $"{id},{levels[depth]},{id},,{(depth == 4 ? "100,1000000" : ",")}\n");
        }
        return csv.ToString();
    }

    private static string Posts(IEnumerable<string> grids)
    {
        var csv = new StringBuilder("id,place,kind,name,requires,hours\n");
        foreach (var grid in grids)
            csv.Append(CultureInfo.InvariantCulture, $"post.{grid},{grid},gate,gate,volunteer:1,00:00-24:00\n");
        return csv.ToString();
    }

    private static async Task PutAsync(HttpClient http, string path, string body, string type, CancellationToken cancellation)
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var answer = await http.PutAsync(new Uri(path, UriKind.Relative), content, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidDataException($"PUT {path}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }
}
