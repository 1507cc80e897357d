namespace GridGrains.Gateway;

/// <summary>A column of a tree: a count, or how far its target has come, named as in <c>tests.sampled:remaining</c>.</summary>
/// <param name="Count">Of the catalogue.</param>
/// <param name="Of">What of it.</param>
internal readonly record struct TreeColumn(Count Count, TargetMeasure Of = TargetMeasure.Value)
{
    /// <summary>What a row has where there is no such target, or nothing is known of its pace.</summary>
    public const long Unknown = long.MinValue;

    private const char Separator = ':';

    /// <summary>What may stand behind a count.</summary>
    public static IReadOnlyList<(string Name, TargetMeasure Of)> Measures { get; } =
        [("target", TargetMeasure.Target), ("remaining", TargetMeasure.Remaining), ("coverage", TargetMeasure.Coverage), ("perHour", TargetMeasure.PerHour), ("finish", TargetMeasure.Finish)];

    /// <summary>As clients name it.</summary>
    public string Name
    {
        get
        {
            var of = Of;
            return of == TargetMeasure.Value ? Count.Code : $"{Count.Code}{Separator}{Measures.First(m => m.Of == of).Name}";
        }
    }

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string name, out TreeColumn column)
    {
        var at = name.IndexOf(Separator, StringComparison.Ordinal);
        var of = at < 0 ? TargetMeasure.Value : Measures.FirstOrDefault(m => name.AsSpan(at + 1).SequenceEqual(m.Name)).Of;
        var known = Catalogue.Current.TryGetCount(at < 0 ? name : name[..at], out var count);
        column = known ? new(count!, of) : default;
        return known && (at < 0 || of != TargetMeasure.Value);
    }

    /// <summary>The value of a place: coverage in tenths of a percent, a finish in seconds since 1970.</summary>
    public long ValueOf(PlaceCounts counts, IReadOnlyList<(Count Count, TargetProgress Progress)> targets)
    {
        if (Of == TargetMeasure.Value)
            return counts.Counts[Count.Index];
        foreach (var (count, progress) in targets)
        {
            if (count.Index == Count.Index)
                return Measure(progress);
        }
        return Unknown;
    }

    private long Measure(TargetProgress progress) => Of switch
    {
        TargetMeasure.Target => progress.Target,
        TargetMeasure.Remaining => progress.Remaining,
        TargetMeasure.Coverage => (long)(progress.Coverage * 10),
        TargetMeasure.PerHour => progress.PerHour ?? Unknown,
        _ => progress.Finish is { } finish ? new DateTimeOffset(finish).ToUnixTimeSeconds() : Unknown,
    };
}

/// <summary>What a column shows of a count.</summary>
internal enum TargetMeasure
{
    /// <summary>The count.</summary>
    Value,

    /// <summary>How much there is to do.</summary>
    Target,

    /// <summary>What is not done of it.</summary>
    Remaining,

    /// <summary>What is done of it, in percent.</summary>
    Coverage,

    /// <summary>How fast it goes.</summary>
    PerHour,

    /// <summary>When it would be done.</summary>
    Finish,
}
