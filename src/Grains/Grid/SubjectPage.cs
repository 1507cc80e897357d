using System.Collections.Immutable;

namespace GridGrains.Grid;

/// <summary>Reads a leaf's winning observations page by page.</summary>
internal static class SubjectPage
{
    /// <summary>The next page.</summary>
    /// <param name="state">The leaf.</param>
    /// <param name="series">Only this series, or null for all.</param>
    /// <param name="after">The last subject of the page before; across series <c>series/subject</c>.</param>
    /// <param name="limit">At most as many.</param>
    public static ImmutableArray<Observation> Read(GridState state, string? series, string? after, int limit)
    {
        var winners = state.Winners(series);
        if (after is not null)
        {
            var slash = after.IndexOf('/', StringComparison.Ordinal);
            var (afterSeries, afterSubject) = slash < 0 ? (series ?? "", after) : (after[..slash], after[(slash + 1)..]);
            winners = winners.Where(o => IsAfter(o, afterSeries, afterSubject));
        }
        return [.. winners.Take(limit)];
    }

    private static bool IsAfter(Observation observation, string series, string subject) =>
        string.CompareOrdinal(observation.Series, series) switch
        {
            0 => string.CompareOrdinal(observation.Subject, subject) > 0,
            var order => order > 0,
        };
}
