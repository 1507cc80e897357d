using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace GridGrains;

/// <summary>What became of a place in the midst of campaigns: it takes no more reports, or it is no longer there and others go on for it.</summary>
/// <param name="Standing">Closed or former.</param>
/// <param name="Change">The change that made it so.</param>
/// <param name="Successors">Of a former place those that go on for it, the first one with all that no other one claims.</param>
[GenerateSerializer, Immutable]
public sealed record PlaceFate(
    [property: Id(0)] PlaceStanding Standing, [property: Id(1)] string Change, [property: Id(2)] ImmutableArray<Successor> Successors)
{
    /// <summary>Who goes on with a subject. Duty stays with the posts, which the first one has.</summary>
    public PlaceId RouteOf(string series, string subject)
    {
        var first = Successors[0].Place;
        if (Successors.Length == 1 || (Catalogue.Current.TryGetSeries(series, out var known) && known.Role is not null))
            return first;
        var (best, length) = (first, -1);
        foreach (var successor in Successors)
        {
            foreach (var pattern in successor.Subjects)
            {
                var fits = Fit(pattern, subject);
                if (fits > length)
                    (best, length) = (successor.Place, fits);
            }
        }
        return best;
    }

    /// <summary>Whether it is the same fate: of one change a place has one.</summary>
    public bool Equals(PlaceFate? other) => other is not null && Standing == other.Standing && Change == other.Change;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Standing, Change);

    // The longest beginning decides, and the whole subject before all; below 0 where it does not fit.
    private static int Fit(string pattern, string subject)
    {
        if (!pattern.EndsWith('*'))
            return pattern == subject ? int.MaxValue : -1;
        return subject.AsSpan().StartsWith(pattern.AsSpan(..^1), StringComparison.Ordinal) ? pattern.Length - 1 : -1;
    }
}

/// <summary>A place that goes on for a former one.</summary>
/// <param name="Place">Which.</param>
/// <param name="Subjects">The subjects that go there: whole, or by how they begin, then with <c>*</c> at the end.</param>
[GenerateSerializer, Immutable]
public sealed record Successor([property: Id(0)] PlaceId Place, [property: Id(1)] ImmutableArray<string> Subjects);

/// <summary>How a place stands that is not as others are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlaceStanding>))]
public enum PlaceStanding
{
    /// <summary>It is in the tree with what it has counted, and takes no reports.</summary>
    Closed,

    /// <summary>It is no longer in the tree. What it counted in open campaigns, its successors have.</summary>
    Former,
}
