using System.Runtime.InteropServices;

namespace GridGrains.Grid;

/// <summary>Which stages an enterprise was seen at on its way back to work, so also that one was left out. The winner alone tells only the last.</summary>
internal sealed class StepBook
{
    private static readonly Series? Kept = Catalogue.Current.TryGetSeries("resumption", out var series) ? series : null;

    // A bit for each stage.
    private readonly Dictionary<string, int> seen = [];

    /// <summary>Whether the stages of a series' subjects are kept.</summary>
    public static bool Keeps(Series series) => series == Kept;

    /// <summary>Whether nothing was ever seen.</summary>
    public bool IsEmpty => seen.Count == 0;

    /// <summary>The subjects with the bits of their stages: what is saved.</summary>
    public IEnumerable<KeyValuePair<string, int>> Entries => seen;

    /// <summary>Whether a subject was ever seen at a stage.</summary>
    public bool WasAt(string subject, int stage) => (seen.GetValueOrDefault(subject) & (1 << stage)) != 0;

    /// <summary>An observation of a subject, a winner or not.</summary>
    public void Add(Series of, string subject, long stage)
    {
        if (Keeps(of) && stage > 0)
            Restore(subject, 1 << (int)stage);
    }

    /// <summary>Adds what was saved.</summary>
    public void Restore(string subject, int stages) => CollectionsMarshal.GetValueRefOrAddDefault(seen, subject, out _) |= stages;
}
