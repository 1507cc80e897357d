using System.Globalization;

namespace GridGrains;

/// <summary>How a count is derived from the winning values of a series.</summary>
/// <param name="Kind">The rule.</param>
/// <param name="Threshold">k of <c>atLeast:k</c>, <c>below:k</c> and <c>exactly:k</c>.</param>
/// <param name="Argument">The name after the colon of the other rules.</param>
public readonly record struct Measure(MeasureKind Kind, long Threshold = 0, string? Argument = null)
{
    /// <summary>What one winning value adds to the count. A value of 0 is a retraction and adds nothing to any.</summary>
    public long Of(long value) => Kind switch
    {
        MeasureKind.Sum or MeasureKind.Group => value,
        MeasureKind.Subjects => value > 0 ? 1 : 0,
        MeasureKind.AtLeast => value >= Threshold ? 1 : 0,
        MeasureKind.Below => value > 0 && value < Threshold ? 1 : 0,
        MeasureKind.Exactly => value == Threshold ? 1 : 0,
        _ => 0,
    };

    /// <summary>Reads a measure as the catalogue writes it, or throws a <see cref="FormatException"/>.</summary>
    public static Measure Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, argument) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return name switch
        {
            "sum" => new(MeasureKind.Sum),
            "subjects" => new(MeasureKind.Subjects),
            "atLeast" => new(MeasureKind.AtLeast, Positive(argument, text)),
            "below" => new(MeasureKind.Below, Positive(argument, text)),
            "exactly" => new(MeasureKind.Exactly, Positive(argument, text)),
            "group" => new(MeasureKind.Group, Argument: argument),
            "posts" => new(MeasureKind.Posts, Argument: argument),
            "places" => new(MeasureKind.Places, Argument: argument),
            _ => throw new FormatException(
                $"'{text}' is not a measure: sum, subjects, atLeast:k, below:k, exactly:k, group:g, posts:state or places:state"),
        };
    }

    private static long Positive(string? argument, string text) =>
        long.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var k) && k > 0
            ? k
            : throw new FormatException($"the measure '{text}' needs a whole number above 0 after the colon");
}

/// <summary>The rules by which winning values become counts.</summary>
public enum MeasureKind
{
    /// <summary>The values added up.</summary>
    Sum,

    /// <summary>The subjects with a value above 0.</summary>
    Subjects,

    /// <summary>The subjects that have reached stage k.</summary>
    AtLeast,

    /// <summary>The subjects that have begun and not reached stage k.</summary>
    Below,

    /// <summary>The subjects that are at k.</summary>
    Exactly,

    /// <summary>The values of all series of a group added up.</summary>
    Group,

    /// <summary>Posts in a state; derived from duty, not from one series.</summary>
    Posts,

    /// <summary>Places in a state; derived from reporting, not from one series.</summary>
    Places,
}
