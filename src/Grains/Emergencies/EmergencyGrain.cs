using System.Collections.Immutable;
using GridGrains.Journal;
using GridGrains.Storage;
using Orleans.Concurrency;

namespace GridGrains.Emergencies;

/// <summary>Puts together what the city, the live areas and the journal say of an emergency.</summary>
/// <remarks>Reentrant, so that a summary holds nobody up. All that it keeps is the last reading of the journal.</remarks>
[Reentrant]
internal sealed class EmergencyGrain(
    IJournalStore journal, CityStore cities, AlertStore alerts, CurrentCity current, CityFollower follower, TimeProvider time) : Grain, IEmergencyGrain
{
    // A reading of the journal is at most a twentieth of the time, however many reports there are and however often this is asked.
    private const int RestAfterReading = 20;

    private Task<EmergencyRecount>? reading;
    private EmergencyRecount? last;
    private long begun;
    private TimeSpan took;

    public async Task<EmergencyStatus?> Get(long cityVersion, int limit)
    {
        if (await FindAsync(cityVersion) is not var (campaign, root))
            return null;
        var (muster, counts) = await new MusterSurvey(GrainFactory, current.Value, campaign).TakeAsync(root, limit);
        var now = campaign.UtcAt(time.GetUtcNow().UtcDateTime);
        var tasks = PlanTasks.Standings(campaign, root, counts.Counts.AsSpan(), now, ImmutableDictionary<TaskEnd, DateTime>.Empty);
        if (tasks.Any(task => task.ByCount))
        {
            var recount = await ReadAsync(campaign, root, counts.Version);
            tasks = PlanTasks.Standings(campaign, root, counts.Counts.AsSpan(), now, recount.Since);
        }
        return new(now, muster, tasks);
    }

    public async Task<EmergencySummary?> Summary(long cityVersion)
    {
        if (await FindAsync(cityVersion) is not var (campaign, root))
            return null;
        var dueAt = campaign.OpensAt.UtcDateTime.AddHours(campaign.Emergency!.Plan.SummaryHours);
        var now = campaign.UtcAt(time.GetUtcNow().UtcDateTime);
        var asOf = now < dueAt ? now : dueAt;
        var until = campaign.RealAt(new DateTimeOffset(asOf, TimeSpan.Zero)).UtcDateTime;
        if (now >= dueAt)
            (campaign, root) = await ThenAsync(campaign, root, until);
        var recount = await Task.Run(() => EmergencyRecount.OfAsync(journal, campaign, root, asOf));
        var raised = await alerts.RaisedAsync(campaign.Id, until, CancellationToken.None);
        return new(
            dueAt,
            asOf,
            recount.Since.TryGetValue(Mustered.Complete, out var complete) ? complete : null,
            recount.Counts[Mustered.Called.Index],
            recount.Counts[Mustered.Present.Index],
            [recount.At(root.Place.Id.Desk), .. root.Children.Select(child => recount.At(child.Place.Id))],
            PlanTasks.Standings(campaign, root, recount.Counts, asOf, recount.Since),
            CountVector.Copy(recount.Counts),
            recount.Reports,
            [.. raised]);
    }

    private async Task<(Campaign Campaign, PlaceNode Root)?> FindAsync(long cityVersion)
    {
        await current.Known;
        if (current.Value.Version < cityVersion)
            await follower.RefreshAsync();
        var city = current.Value;
        return city.TryGetCampaign(this.GetPrimaryKeyString(), out var campaign) && campaign.Emergency is not null && city.TryGetPlace(campaign.Root, out var root)
            ? (campaign, root)
            : null;
    }

    // What stewards had said was done then, and the tree of then. One that was activated for a time long past had nothing done in it.
    private async Task<(Campaign Campaign, PlaceNode Root)> ThenAsync(Campaign campaign, PlaceNode root, DateTime real)
    {
        var city = new City(await cities.LoadAsync(await cities.VersionAtAsync(real, CancellationToken.None), CancellationToken.None));
        return city.TryGetCampaign(campaign.Id, out var then) && city.TryGetPlace(then.Root, out var place)
            ? (then, place)
            : (campaign with { Emergency = Emergency.Of(campaign.Emergency!.Plan) }, root);
    }

    private async Task<EmergencyRecount> ReadAsync(Campaign campaign, PlaceNode root, long version)
    {
        if (last is not null && (last.Reports >= version || time.GetElapsedTime(begun) < took * RestAfterReading))
            return last;
        // Who comes while it is read waits for the same reading.
        if (reading is null or { IsCompleted: true })
            reading = ReadAsync(campaign, root);
        return last = await reading;
    }

    private async Task<EmergencyRecount> ReadAsync(Campaign campaign, PlaceNode root)
    {
        begun = time.GetTimestamp();
        var recount = await Task.Run(() => EmergencyRecount.OfAsync(journal, campaign, root, DateTime.MaxValue));
        took = time.GetElapsedTime(begun);
        return recount;
    }
}
