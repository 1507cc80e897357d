using System.Runtime.InteropServices;

namespace GridGrains.Grid;

/// <summary>
/// The subjects of a leaf that are cases under way: at which stage, and since when. It follows from the winners alone, and costs
/// series that are no cases one look into a table.
/// </summary>
public sealed class CaseBook
{
    private static readonly bool[] Kept = [.. Catalogue.Current.Series.Select(s => s.Stages.Length > 0 || IsStanding(s))];

    private readonly Dictionary<string, (long Stage, DateTime At)>?[] cases = new Dictionary<string, (long, DateTime)>?[Kept.Length];

    /// <summary>Whether a series' subjects are cases: those with stages, a positive sample, a household to be visited again.</summary>
    public static bool Keeps(Series series) => series.Index < Kept.Length && Kept[series.Index];

    /// <summary>The cases of a series; null if there never was one.</summary>
    public IReadOnlyDictionary<string, (long Stage, DateTime At)>? Of(Series series) => cases[series.Index];

    /// <summary>A subject's winning value is another one now, or of another time.</summary>
    internal void Set(Series series, string subject, long value, DateTime at)
    {
        if (!Keeps(series))
            return;
        var isOver = value == 0 || value == series.Stages.Length;
        ref var subjects = ref cases[series.Index];
        if (isOver)
        {
            subjects?.Remove(subject);
            return;
        }
        subjects ??= [];
        CollectionsMarshal.GetValueRefOrAddDefault(subjects, subject, out _) = (value, at);
    }

    private static bool IsStanding(Series series) => series.Code is "tests.positive" or "coldchain.positive" or "households.revisit";
}
