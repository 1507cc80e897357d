using System.Collections.Immutable;
using System.Globalization;
using CsvHelper;

namespace GridGrains.Cli;

/// <summary>Reads <c>places.csv</c> as far as a player needs it: which leaves there are and how many live there. The service checks the rest.</summary>
internal static class PlacesFile
{
    private static readonly ImmutableHashSet<string> Described = ["id", "level", "name", "name_en"];

    public static ImmutableArray<Place> Read(string path) => CsvFile.Read(File.ReadAllText(path), path, (csv, _) => ReadPlace(csv));

    private static Place ReadPlace(CsvReader csv) => new(
        PlaceId.Parse(csv.GetString("id")),
        csv.GetString("level"),
        csv.GetString("name"),
        null,
        csv.Headers.Where(h => !Described.Contains(h)).ToImmutableSortedDictionary(name => name, name => Number(csv.GetString(name))));

    private static long Number(string text) => text.Length == 0 ? 0 : long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
