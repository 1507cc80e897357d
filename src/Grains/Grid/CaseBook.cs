using System.Runtime.InteropServices;

namespace GridGrains.Grid;

/// <summary>
/// The subjects of a leaf that are cases under way: at which stage, and since when. It follows from the winners alone, and costs
/// series that are no cases one look into a table.
/// </summary>
/// <remarks>What stands as it is said, without stages, is kept likewise: a positive sample, a visit that is due, a compound that is closed.</remarks>
public sealed class CaseBook
{
    private static readonly bool[] Kept = [.. Catalogue.Current.Series.Select(s => s.Stages.Length > 0 || IsStanding(s))];

    private static readonly Series? Due = Catalogue.Current.TryGetSeries("followup.due", out var due) ? due : null;
    private static readonly Series? Done = Catalogue.Current.TryGetSeries("followup.done", out var done) ? done : null;

    private readonly Dictionary<string, (long Stage, DateTime At)>?[] cases = new Dictionary<string, (long, DateTime)>?[Kept.Length];

    /// <summary>Whether a series' subjects are cases: those with stages, and those that stand until they are taken back or done.</summary>
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

    /// <summary>The series by which a subject of a series is done; null if there is none.</summary>
    internal static Series? DoneBy(Series series) => series == Due ? Done : null;

    /// <summary>The series of which a subject is done by the same one of this series; null if there is none.</summary>
    internal static Series? DueOf(Series series) => series == Done ? Due : null;

    private static bool IsStanding(Series series) => series.Code is "tests.positive" or "coldchain.positive" or "households.revisit" or "followup.due"
        or "control.compounds" or "verification.done" or "muster.called" or "roster.filled";
}
