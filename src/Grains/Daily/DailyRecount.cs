using System.Collections.Immutable;
using GridGrains.Grid;
using GridGrains.Journal;

namespace GridGrains.Daily;

/// <summary>Reads a day's report of a place out of the journal: ledger by ledger, each entry at the campaign's time at which it was recorded.</summary>
/// <param name="campaign">As it was when the report was due.</param>
/// <param name="city">The city of that moment.</param>
/// <param name="day">The day.</param>
/// <param name="now">The campaign's present time, in UTC.</param>
internal sealed class DailyRecount(Campaign campaign, City city, DailyDue day, DateTime now)
{
    private static readonly Series Issues = Catalogue.Current.TryGetSeries("issues", out var series) ? series : throw new InvalidOperationException();
    private static readonly Count ReportedToday = Catalogue.Current.Counts.Single(c => c.Measure is { Kind: MeasureKind.Places, Argument: "reportedToday" });

    private readonly DateTime asOf = now < day.Due ? now : day.Due;
    private readonly Dictionary<PlaceId, bool> onlyZero = [];
    private readonly Dictionary<PlaceId, DateTime> late = [];
    private readonly HashSet<PlaceId> yesterday = [];
    private readonly List<OpenIssue> issues = [];
    private readonly long[] counts = new long[Catalogue.Current.Counts.Length];
    private readonly long[] before = new long[Catalogue.Current.Counts.Length];
    private readonly DailyPosts posts = new(campaign, city, now < day.Due ? now : day.Due);
    private readonly DailyPosts postsBefore = new(campaign, city, day.Due.AddDays(-1));
    private LedgerKey ledger;
    private GridState state = new(Catalogue.Current);
    private bool hasPassedYesterday;
    private bool isPurged;

    /// <summary>The report of a place.</summary>
    /// <param name="journal">Where it is read from.</param>
    /// <param name="key">Which place, in which campaign.</param>
    /// <param name="place">The place in the tree of the moment at which the report was due.</param>
    /// <param name="number">The day's number.</param>
    public async Task<DailyReport> OfAsync(IJournalStore journal, LedgerKey key, PlaceNode place, int number)
    {
        PurgedReports? kept = null;
        await foreach (var entry in journal.ReadSubtreeAsync(key, CancellationToken.None))
        {
            if (entry.Ledger != ledger)
            {
                EndLedger();
                (ledger, state, hasPassedYesterday, isPurged, kept) = (entry.Ledger, new GridState(Catalogue.Current), false, false, null);
            }
            var effect = entry.Payload.IsEmpty ? (kept ??= await PurgedReports.ReadAsync(journal, ledger, CancellationToken.None))[entry.Sequence] : null;
            Add(entry, effect);
        }
        EndLedger();
        return Result(key, place, number);
    }

    private void Add(JournalEntry entry, ReportEffect? kept)
    {
        var at = campaign.UtcAt(entry.RecordedAt);
        if (!hasPassedYesterday && at > day.Due.AddDays(-1))
            PassYesterday();
        isPurged |= kept is not null && at <= asOf;
        var observations = kept is null ? Payload.Decode(entry.Payload.Span) : [];
        if (at <= asOf && kept is not null)
            state.Apply(kept);
        else if (at <= asOf)
            state.Apply(entry.ReportId, observations.AsSpan());
        if (CarriedReport.IsQuiet(entry.ReportId))
            return;
        var isZero = kept is null ? observations.IsEmpty : kept.Applied + kept.Superseded == 0;
        if (at >= day.To.AddDays(-2) && at <= day.Due.AddDays(-1))
            yesterday.Add(ledger.Place);
        if (at >= day.From && at <= day.Due)
            onlyZero[ledger.Place] = isZero && onlyZero.GetValueOrDefault(ledger.Place, true);
        else if (at > day.Due && at < day.To)
            late.TryAdd(ledger.Place, at);
    }

    private void PassYesterday()
    {
        hasPassedYesterday = true;
        for (var i = 0; i < before.Length; i++)
            before[i] += state.Counts[i];
        postsBefore.Add(ledger.Place, isPurged ? null : state.Duty);
    }

    private void EndLedger()
    {
        if (ledger == default)
            return;
        if (!hasPassedYesterday)
            PassYesterday();
        for (var i = 0; i < counts.Length; i++)
            counts[i] += state.Counts[i];
        posts.Add(ledger.Place, isPurged ? null : state.Duty);
        foreach (var (subject, (stage, at)) in state.Cases.Of(Issues) ?? new Dictionary<string, (long, DateTime)>())
            issues.Add(new(ledger.Place, subject, (int)stage, at));
    }

    private DailyReport Result(LedgerKey key, PlaceNode place, int number)
    {
        var expected = place.Subtree().Where(n => n.IsLeaf && !n.IsClosed && !n.Place.Id.IsDesk).Select(n => n.Place.Id).ToList();
        var received = expected.Where(onlyZero.ContainsKey).ToList();
        counts[ReportedToday.Index] = received.Count;
        before[ReportedToday.Index] = expected.Count(yesterday.Contains);
        CountPosts(place);
        return new(
            key.Campaign,
            key.Place,
            number,
            day.Due,
            asOf,
            now >= day.To,
            expected.Count,
            received.Count,
            [.. received.Where(p => onlyZero[p])],
            [.. expected.Where(p => !onlyZero.ContainsKey(p) && late.ContainsKey(p)).Select(p => new LateReport(p, late[p]))],
            [.. expected.Where(p => !onlyZero.ContainsKey(p) && !late.ContainsKey(p))],
            CountVector.Copy(counts),
            CountVector.Copy(before),
            [.. issues.OrderBy(i => i.Since).ThenBy(i => i.Place.Value, StringComparer.Ordinal).ThenBy(i => i.Subject, StringComparer.Ordinal)]);
    }

    private void CountPosts(PlaceNode place)
    {
        posts.AddUnreported(place);
        postsBefore.AddUnreported(place);
        if (posts.IsForgotten || postsBefore.IsForgotten)
            return;
        posts.WriteTo(counts);
        postsBefore.WriteTo(before);
    }
}
