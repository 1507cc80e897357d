using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Cli;

/// <summary>What a place must say in the end: an entry of <c>expected.json</c>.</summary>
/// <param name="Campaign">The campaign.</param>
/// <param name="Place">The place.</param>
/// <param name="Counts">Counts that must be so, exactly.</param>
/// <param name="Places">How many places of each level there must be below it.</param>
internal sealed record Expectation(
    string Campaign, string Place, ImmutableSortedDictionary<string, long>? Counts, ImmutableSortedDictionary<string, long>? Places)
{
    /// <summary>All entries of a scenario.</summary>
    public static ImmutableArray<Expectation> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<Expectation>>(File.ReadAllBytes(path), JsonSerializerOptions.Web);
        }
        catch (JsonException e)
        {
            throw new CommandFailure(ExitCode.WrongUse, $"'{path}' is not a list of expectations: {e.Message}");
        }
    }

    /// <summary>The figures asked for beside those found.</summary>
    public IEnumerable<Finding> Compare(SnapshotView found) =>
    [
        .. Counts?.Select(c => new Finding(Campaign, Place, c.Key, c.Value, found.Counts.GetValueOrDefault(c.Key))) ?? [],
        .. Places?.Select(p => new Finding(Campaign, Place, $"places: {p.Key}", p.Value, found.Expected?.Places?.GetValueOrDefault(p.Key) ?? 0)) ?? [],
    ];
}

/// <summary>A figure that was asked for and what was found.</summary>
internal sealed record Finding(string Campaign, string Place, string Figure, long Expected, long Found)
{
    /// <summary>Whether they are the same.</summary>
    public bool IsRight => Expected == Found;
}
