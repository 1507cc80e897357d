using System.Collections.Immutable;

namespace GridGrains;

/// <summary>
/// The counts of the public view: work done, at most one of each series, and none of people's state or of staff. No two of them have values that bound each
/// other from both sides, as tubes and people sampled do, so that one that is shown does not narrow one that is hidden.
/// </summary>
public static class PublicCounts
{
    private static readonly string[] Codes =
    [
        "households.canvassed", "buildings.canvassed", "tests.sampled", "tests.resulted", "screening.persons", "screening.vehicles",
        "disinfection.done", "publicity.items",
    ];

    /// <summary>All, in the order in which a <see cref="PublicArea"/> has them.</summary>
    public static ImmutableArray<Count> All { get; } = [.. Codes.Select(Find)];

    /// <summary>Where a count is in that order; -1 if it is not in the public view.</summary>
    public static int IndexOf(Count count) => All.IndexOf(count);

    private static Count Find(string code) => Catalogue.Current.TryGetCount(code, out var count)
        ? count
        : throw new InvalidOperationException($"the public view has {code}, which the catalogue does not have");
}
