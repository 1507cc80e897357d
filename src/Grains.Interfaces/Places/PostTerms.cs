using System.Collections.Immutable;
using System.Globalization;

namespace GridGrains;

/// <summary>What a post asks for, read once when the city is built.</summary>
public sealed class PostTerms
{
    private static readonly Dictionary<string, int> SeriesOfRole =
        Catalogue.Current.Series.Where(s => s.Role is not null).ToDictionary(s => s.Role!, s => s.Index);

    /// <summary>Reads a post that has passed the checks of its import.</summary>
    public PostTerms(Post post)
    {
        Post = post;
        Hours = PostHours.Parse(post.Hours);
        Required = [.. post.Requires.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Read).OrderBy(r => r.Role, StringComparer.Ordinal)];
    }

    /// <summary>The post.</summary>
    public Post Post { get; }

    /// <summary>When it is open.</summary>
    public PostHours Hours { get; }

    /// <summary>Who must be there while it is open, by role.</summary>
    public ImmutableArray<RequiredRole> Required { get; }

    private static RequiredRole Read(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return new(text[..colon], SeriesOfRole[text[..colon]], int.Parse(text[(colon + 1)..], CultureInfo.InvariantCulture));
    }
}

/// <summary>How many of a role a post needs, and the index of the series by which they report.</summary>
public readonly record struct RequiredRole(string Role, int Series, int Number);
