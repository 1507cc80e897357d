using GridGrains.Grid;
using GridGrains.Journal;

namespace GridGrains.Changes;

/// <summary>
/// Writes what a change carries from leaf to leaf as reports: to the one that gives, every subject at nothing; to the one that takes, every subject as it stood. So the
/// journal alone says it all, to everybody who reads it, and the two cancel out in every total above both.
/// </summary>
internal sealed class LedgerCarrier(IJournalStore journal, Campaign campaign, long cityVersion, string by, DateTime now)
{
    // As of a report of the field.
    private const int MostObservations = Report.MaxObservations;

    private readonly List<JournalEntry> entries = [];
    private readonly Dictionary<PlaceId, long> heads = [];
    private int number;

    /// <summary>The last sequence that each ledger will have.</summary>
    public IReadOnlyDictionary<PlaceId, long> Heads => heads;

    /// <summary>The reports of this campaign.</summary>
    /// <param name="carries">What goes where; those outside the campaign are left alone.</param>
    /// <param name="first">The number of the first report within the change.</param>
    public async Task<IReadOnlyList<JournalEntry>> WriteAsync(IReadOnlyList<Carry> carries, int first)
    {
        number = first;
        var mine = carries.Where(carry => carry.From.IsWithin(campaign.Root)).ToList();
        var known = await journal.HeadsAsync(campaign.Id, [.. mine.SelectMany(carry => carry.To.Append(carry.From)).Distinct()], CancellationToken.None);
        foreach (var (place, head) in known)
            heads[place] = head;
        foreach (var carry in mine)
            await WriteAsync(carry);
        return entries;
    }

    private async Task WriteAsync(Carry carry)
    {
        var from = await ReadAsync(carry.From);
        // A report that came in between the two readings makes this one write too high, which the next reading mends.
        heads[carry.From] = from.Version;
        var only = carry.KnownTo is { } origin ? await GivenAsync(origin, carry.KnownSince) : null;
        var given = new List<Observation>();
        var taken = carry.To.ToDictionary(to => to, _ => new List<Observation>());
        foreach (var (key, winner) in from.State.Entries.OrderBy(entry => entry.Key.Series).ThenBy(entry => entry.Key.Subject, StringComparer.Ordinal))
        {
            var series = Catalogue.Current.Series[key.Series];
            // What it has given away is no longer here, though a report of that stands for it.
            if (CarriedReport.IsGiven(winner.ReportId) || only?.Contains(key) == false)
                continue;
            given.Add(new(series.Code, key.Subject, 0, winner.At, winner.Post));
            var to = taken[carry.Fate.RouteOf(series.Code, key.Subject)];
            to.AddRange(Before(from.State, series, key, winner));
            to.Add(new(series.Code, key.Subject, winner.Value, winner.At, winner.Post));
        }
        var hasReported = from.HasReported && campaign.DayAt(from.LastReportAt) == campaign.DayAt(now);
        // One at least: it is what keeps everybody out who has not heard of the change.
        Add(carry.From, given, CarriedKind.Given, evenIfEmpty: true);
        foreach (var (to, observations) in taken)
            Add(to, observations, hasReported ? CarriedKind.Taken : CarriedKind.TakenQuietly, evenIfEmpty: hasReported);
    }

    // What rules ask about besides the winner: the stages that a case was at, and when a badge came and went.
    private static IEnumerable<Observation> Before(GridState state, Series series, SubjectKey key, Winner winner)
    {
        if (series.Role is not null)
            return state.Duty.StepsOf(key).Where(step => step.At < winner.At)
                .Select(step => new Observation(series.Code, key.Subject, step.IsThere ? 1 : 0, step.At, step.Post));
        if (!StepBook.Keeps(series))
            return [];
        return Enumerable.Range(1, series.Stages.Length).Where(stage => stage != winner.Value && state.Steps.WasAt(key.Subject, stage))
            .Select(stage => new Observation(series.Code, key.Subject, stage, winner.At.AddTicks(-1)));
    }

    private void Add(PlaceId leaf, List<Observation> observations, CarriedKind kind, bool evenIfEmpty)
    {
        if (observations.Count == 0 && evenIfEmpty)
            Add(leaf, [], kind);
        foreach (var chunk in observations.Chunk(MostObservations))
            Add(leaf, chunk, kind);
    }

    private void Add(PlaceId leaf, Observation[] observations, CarriedKind kind)
    {
        var sequence = heads[leaf] = heads.GetValueOrDefault(leaf) + 1;
        entries.Add(new(
            new(campaign.Id, leaf), sequence, CarriedReport.Id(cityVersion, number++, kind), by, now, Payload.Encode([.. observations])));
    }

    // What a leaf gave away by the change that made this version of the city.
    private async Task<HashSet<SubjectKey>> GivenAsync(PlaceId leaf, long version) =>
        [.. (await ReadAsync(leaf)).State.Entries
            .Where(entry => CarriedReport.IsGiven(entry.Value.ReportId) && CarriedReport.CityVersionOf(entry.Value.ReportId) == version).Select(entry => entry.Key)];

    private Task<GridLedger> ReadAsync(PlaceId leaf) =>
        GridReplay.LoadAsync(new(campaign.Id, leaf), campaign, new SavedGrid(), journal, CancellationToken.None);
}
