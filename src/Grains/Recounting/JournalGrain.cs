using System.Collections.Immutable;
using GridGrains.Daily;
using GridGrains.Journal;
using GridGrains.Rules;
using GridGrains.Storage;

namespace GridGrains.Recounting;

/// <summary>Reads a place's journal for those who check or look back. Not reentrant: one long read of a place at a time.</summary>
internal sealed class JournalGrain(
    IJournalStore journal, CityStore cities, GroupCommit group, CurrentCity current, RuleBook rules, TimeProvider time) : Grain, IJournalGrain
{
    // How long live counts may take to catch up with a report that is in the journal, and how long a busy place is tried.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    // Together, with a second for which the gateway remembers, below the 5 s within which it must be known that nothing can be committed.
    private static readonly TimeSpan RecentCommit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecentFailure = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2.5);

    public async Task<Audit> Audit()
    {
        var key = LedgerKey.Parse(this.GetPrimaryKeyString());
        var started = time.GetTimestamp();
        while (true)
        {
            // Off the grain's thread: it may be millions of rows.
            var recount = await Task.Run(() => Recount.OfAsync(journal, key));
            var live = await LiveAsync(key);
            while (live.Version < recount.Reports && time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, time);
                live = await LiveAsync(key);
            }
            if (live.Version == recount.Reports || time.GetElapsedTime(started) >= Patience)
                return Result(live, recount);
        }
    }

    public async Task<ImmutableArray<HistoryPoint>> History(string count, TimeSpan step, DateTime from, DateTime to)
    {
        var key = LedgerKey.Parse(this.GetPrimaryKeyString());
        var campaign = await current.CampaignAsync(key, CancellationToken.None);
        if (!Catalogue.Current.TryGetCount(count, out var found))
            throw new ArgumentException($"'{count}' is not a count of the catalogue", nameof(count));
        return await Task.Run(() => JournalHistory.ReadAsync(journal, key, found, campaign, step, from, to));
    }

    public async Task<DailyReport?> Daily(int day)
    {
        var key = LedgerKey.Parse(this.GetPrimaryKeyString());
        var campaign = await current.CampaignAsync(key, CancellationToken.None);
        var now = campaign.UtcAt(time.GetUtcNow().UtcDateTime);
        if (DailyDue.Of(campaign, day, rules.DailyDue(campaign)) is not { } due || now < due.From)
            return null;
        // What was due then is asked of the tree of then.
        var city = now < due.Due
            ? current.Value
            : new City(await cities.LoadAsync(await cities.VersionAtAsync(campaign.RealAt(due.Due).UtcDateTime, CancellationToken.None), CancellationToken.None));
        // Closed since, it was open then; one that was made later, for a day that was over, was never closed in it.
        var then = campaign with { State = city.TryGetCampaign(campaign.Id, out var known) ? known.State : CampaignState.Open };
        return city.TryGetPlace(key.Place, out var place)
            ? await Task.Run(() => new DailyRecount(then, city, due, now).OfAsync(journal, key, place, day))
            : null;
    }

    public async Task<bool> CanCommit()
    {
        if (group.HasCommittedWithin(RecentCommit))
            return true;
        // A canary is small and may find room on a disk that has none for reports.
        if (group.HasFailedWithin(RecentFailure))
            return false;
        // Bounded, so that what did not answer is not waited for when it is well again.
        using var deadline = new CancellationTokenSource(ProbeTimeout, time);
        await journal.ProbeAsync(deadline.Token).WaitAsync(deadline.Token);
        return true;
    }

    private static Audit Result(PlaceCounts live, Recount recount)
    {
        live = live with { Counts = Comparison.Confirmable(live.Counts) };
        var differences = Comparison.Differences(live.Counts, recount.Counts);
        var settled = live.Version <= recount.Reports;
        return new(differences.IsEmpty && live.Version == recount.Reports, live, recount.Counts, recount.Reports, differences, settled);
    }

    private Task<PlaceCounts> LiveAsync(LedgerKey key) =>
        current.Value.TryGetPlace(key.Place, out var place) && place.IsLeaf
            ? GrainFactory.GetGrain<IGridGrain>(key.ToString()).Get()
            : GrainFactory.GetGrain<IAreaGrain>(key.ToString()).Get();
}
