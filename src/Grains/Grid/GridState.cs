using System.Runtime.InteropServices;
using GridGrains.Journal;

namespace GridGrains.Grid;

/// <summary>
/// The one counting rule (docs/architecture.md): for each series and subject the observation with the latest time wins; between equal
/// times the greater report id, within a report the later one. The counts are measures over the winners and are kept as they
/// change: O(1) for each observation, whatever was reported before. The order, repetition and splitting of reports do not matter.
/// </summary>
public sealed class GridState
{
    private readonly Catalogue catalogue;
    private readonly Dictionary<SubjectKey, Winner> winners = [];
    private readonly long[] counts;
    private readonly long[] purged;

    /// <summary>A leaf of which nothing has been reported.</summary>
    public GridState(Catalogue catalogue)
    {
        this.catalogue = catalogue;
        counts = new long[catalogue.Counts.Length];
        purged = new long[catalogue.Counts.Length];
    }

    /// <summary>The counts, in the catalogue's order.</summary>
    public ReadOnlySpan<long> Counts => counts;

    /// <summary>How many subjects have been reported, retracted ones included.</summary>
    public int SubjectCount => winners.Count;

    /// <summary>Who-by-role is on duty at the leaf's posts.</summary>
    public DutyBook Duty { get; } = new();

    /// <summary>The cases under way.</summary>
    public CaseBook Cases { get; } = new();

    /// <summary>The stages that cases have been seen at.</summary>
    internal StepBook Steps { get; } = new();

    /// <summary>The observation that stands for a subject; null if there is none.</summary>
    internal Winner? Find(Series series, string subject) => winners.TryGetValue(new(series.Index, subject), out var winner) ? winner : null;

    /// <summary>Lets the observations of a report compete.</summary>
    /// <returns>How many of them are winners now, and how many were outdone.</returns>
    public (int Applied, int Superseded) Apply(Guid reportId, ReadOnlySpan<Observation> observations)
    {
        int applied = 0, superseded = 0;
        foreach (ref readonly var observation in observations)
        {
            // A series that this build does not know is of a later one; its observation stays in the journal and counts nothing here.
            if (!catalogue.TryGetSeries(observation.Series, out var series))
            {
                superseded++;
                continue;
            }
            // What is outdone now still says where a badge was then.
            if (series.Role is not null)
                Duty.Add(new(series.Index, observation.Subject), new(observation.At, reportId, observation.Post, observation.Value > 0));
            Steps.Add(series, observation.Subject, observation.Value);
            ref var winner = ref CollectionsMarshal.GetValueRefOrAddDefault(winners, new(series.Index, observation.Subject), out var known);
            if (known && winner.Outranks(observation.At, reportId))
            {
                superseded++;
                continue;
            }
            if (known && winner.ReportId == reportId)
                superseded++;
            else
                applied++;
            Move(series, known ? winner.Value : 0, observation.Value);
            var next = new Winner(observation.At, reportId, observation.Value, observation.Post);
            if (series.Role is not null)
                Duty.Move(new(series.Index, observation.Subject), winner, next);
            winner = next;
            Keep(series, observation.Subject, next);
        }
        return (applied, superseded);
    }

    /// <summary>What the reports had come to whose subjects have been purged.</summary>
    public ReadOnlySpan<long> PurgedTotals => purged;

    /// <summary>Counts a report whose subjects have been purged, by what it did when they were there.</summary>
    /// <returns>As the report's first receipt has it.</returns>
    public (int Applied, int Superseded) Apply(ReportEffect purgedReport)
    {
        foreach (var (count, by) in purgedReport.Changes)
            AddPurged(count, by);
        return (purgedReport.Applied, purgedReport.Superseded);
    }

    /// <summary>The winning observations, of one series or of all, by series code and subject.</summary>
    public IEnumerable<Observation> Winners(string? series = null) =>
        from entry in winners
        let code = catalogue.Series[entry.Key.Series].Code
        where series is null || code == series
        orderby code, entry.Key.Subject
        select new Observation(code, entry.Key.Subject, entry.Value.Value, entry.Value.At, entry.Value.Post);

    internal IEnumerable<KeyValuePair<SubjectKey, Winner>> Entries => winners;

    internal void AddPurged(int count, long by)
    {
        purged[count] += by;
        counts[count] += by;
    }

    internal void Restore(SubjectKey key, Winner winner)
    {
        winners[key] = winner;
        var series = catalogue.Series[key.Series];
        Move(series, 0, winner.Value);
        if (series.Role is not null)
            Duty.Move(key, default, winner);
        Keep(series, key.Subject, winner);
    }

    // A visit that is due is a case until the same one is done, in whatever order the two are told.
    private void Keep(Series series, string subject, in Winner winner)
    {
        Cases.Set(series, subject, IsDone(CaseBook.DoneBy(series), subject) ? 0 : winner.Value, winner.At);
        if (CaseBook.DueOf(series) is { } due && Find(due, subject) is { } waiting)
            Cases.Set(due, subject, winner.Value > 0 ? 0 : waiting.Value, waiting.At);
    }

    private bool IsDone(Series? series, string subject) => series is not null && Find(series, subject) is { Value: > 0 };

    private void Move(Series series, long from, long to)
    {
        if (from == to)
            return;
        foreach (var count in catalogue.CountsOf(series))
            counts[count.Index] += count.Measure.Of(to) - count.Measure.Of(from);
    }
}
