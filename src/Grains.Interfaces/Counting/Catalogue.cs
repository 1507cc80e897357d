using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace GridGrains;

/// <summary>
/// What is counted: levels, series and counts. The order of series and counts is part of what is stored and sent, so an entry
/// is never moved or taken out; new ones come at the end.
/// </summary>
public sealed class Catalogue
{
    private readonly FrozenDictionary<string, Series> series;
    private readonly FrozenDictionary<string, Series>.AlternateLookup<ReadOnlySpan<char>> seriesByText;
    private readonly FrozenDictionary<string, Count> counts;
    private readonly FrozenDictionary<string, Level> levels;
    private readonly ImmutableArray<Count>[] countsOfSeries;

    private Catalogue(ReadOnlyMemory<byte> json)
    {
        Json = json;
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        Levels = [.. root.GetProperty("levels").EnumerateArray().Select(ReadLevel)];
        Series = [.. root.GetProperty("series").EnumerateArray().Select(ReadSeries)];
        Counts = [.. root.GetProperty("counts").EnumerateArray().Select(ReadCount)];
        series = Series.ToFrozenDictionary(s => s.Code);
        seriesByText = series.GetAlternateLookup<ReadOnlySpan<char>>();
        counts = Counts.ToFrozenDictionary(c => c.Code);
        levels = Levels.ToFrozenDictionary(l => l.Code);
        countsOfSeries = [.. Series.Select(s => Counts.Where(c => Concerns(c, s)).ToImmutableArray())];
    }

    /// <summary>The catalogue that this build counts by.</summary>
    public static Catalogue Current { get; } = Load();

    /// <summary>The document as it was written, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>The levels of the tree, highest first.</summary>
    public ImmutableArray<Level> Levels { get; }

    /// <summary>What can be reported.</summary>
    public ImmutableArray<Series> Series { get; }

    /// <summary>What is rolled up.</summary>
    public ImmutableArray<Count> Counts { get; }

    /// <summary>Finds a series by its code.</summary>
    public bool TryGetSeries(ReadOnlySpan<char> code, [NotNullWhen(true)] out Series? found) => seriesByText.TryGetValue(code, out found);

    /// <summary>Finds a count by its code.</summary>
    public bool TryGetCount(string code, [NotNullWhen(true)] out Count? found) => counts.TryGetValue(code, out found);

    /// <summary>Whether a level of this code exists.</summary>
    public bool HasLevel(string code) => levels.ContainsKey(code);

    /// <summary>The counts that a value of a series takes part in.</summary>
    public ImmutableArray<Count> CountsOf(Series of) => countsOfSeries[of.Index];

    private static bool Concerns(Count count, Series series) =>
        count.Series == series.Code || (count.Measure.Kind == MeasureKind.Group && count.Measure.Argument == series.Group);

    private static Level ReadLevel(JsonElement e) => new(Text(e, "code"), Text(e, "zh"), Text(e, "en"));

    private static Series ReadSeries(JsonElement e, int index) => new(
        index,
        Text(e, "code"),
        e.GetProperty("max").GetInt64(),
        Text(e, "group"),
        e.TryGetProperty("stages", out var stages) ? [.. stages.EnumerateArray().Select(s => s.GetString()!)] : [],
        OptionalText(e, "role"));

    private static Count ReadCount(JsonElement e, int index) => new(
        index, Text(e, "code"), OptionalText(e, "series"), Measure.Parse(Text(e, "measure")), Text(e, "zh"), Text(e, "en"));

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString()!;

    private static string? OptionalText(JsonElement e, string name) => e.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static Catalogue Load()
    {
        using var stream = typeof(Catalogue).Assembly.GetManifestResourceStream("catalogue.json")!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        return new Catalogue(json);
    }
}
