using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace GridGrains.Faults;

/// <summary>
/// The harness' own reading of the catalogue: which counts a value of a series takes part in, and with how much. What changes with time
/// alone (posts, grids that reported today) is not recounted.
/// </summary>
internal static class Measures
{
    private static readonly ILookup<string, (string Count, Func<long, long> Of)> BySeries = Read();

    /// <summary>The counts that are recounted.</summary>
    public static ImmutableHashSet<string> Counts { get; } = [.. BySeries.SelectMany(s => s).Select(c => c.Count)];

    /// <summary>What a winning value adds to which counts.</summary>
    public static IEnumerable<(string Count, long Amount)> Of(string series, long value) => BySeries[series].Select(c => (c.Count, c.Of(value)));

    private static ILookup<string, (string, Func<long, long>)> Read()
    {
        using var stream = typeof(Measures).Assembly.GetManifestResourceStream("catalogue.json")!;
        using var catalogue = JsonDocument.Parse(stream);
        var groups = catalogue.RootElement.GetProperty("series").EnumerateArray()
            .ToDictionary(s => s.GetProperty("code").GetString()!, s => s.GetProperty("group").GetString()!);
        var found = new List<(string Series, (string, Func<long, long>) Count)>();
        foreach (var count in catalogue.RootElement.GetProperty("counts").EnumerateArray())
        {
            var code = count.GetProperty("code").GetString()!;
            var measure = count.GetProperty("measure").GetString()!.Split(':');
            if (measure[0] == "group")
                found.AddRange(groups.Where(g => g.Value == measure[1]).Select(g => (g.Key, (code, (Func<long, long>)(v => v)))));
            else if (measure[0] is not ("posts" or "places"))
                found.Add((count.GetProperty("series").GetString()!, (code, Measure(measure))));
        }
        return found.ToLookup(f => f.Series, f => f.Count);
    }

    private static Func<long, long> Measure(string[] measure)
    {
        var k = measure.Length > 1 ? long.Parse(measure[1], CultureInfo.InvariantCulture) : 0;
        return measure[0] switch
        {
            "sum" => v => v,
            "subjects" => v => v == 0 ? 0 : 1,
            "atLeast" => v => v < k ? 0 : 1,
            "below" => v => v != 0 && v < k ? 1 : 0,
            "exactly" => v => v == k ? 1 : 0,
            _ => throw new InvalidDataException($"the harness cannot recount the measure {measure[0]}"),
        };
    }
}
