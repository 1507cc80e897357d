using System.Collections.Immutable;
using GridGrains.Changes;
using GridGrains.Faults;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Storage;

namespace GridGrains;

/// <summary>Changes of the tree while campaigns run: one transaction for the tree, for what is carried from leaf to leaf, and for the trail.</summary>
internal sealed partial class CityGrain
{
    // Under way reports win against a change that was read a moment before; with their leaves held, the second or third time they do not.
    private const int MostTries = 20;

    private static readonly TimeSpan HoldSpan = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TryPause = TimeSpan.FromMilliseconds(20);

    public async Task<ChangeOutcome> Change(PlaceChange change, string by)
    {
        if (await changes.FindAsync(change.Id, CancellationToken.None) is { } made)
        {
            await FollowAsync(made.Version);
            return CityRow.Json(made.Change) == CityRow.Json(change)
                ? new(made, [])
                : Refused(new ImportError(1, "id", $"{change.Id} is taken by another change"));
        }
        var city = new City(image);
        var now = RecordTime.Of(time);
        return await MakeAsync(city, ChangePlanner.Plan(city, change), new MadeChange(change, image.Version + 1, now, by), now, by);
    }

    public async Task<ChangeOutcome> Undo(string change, string by)
    {
        if (await changes.FindAsync(change, CancellationToken.None) is not { } made)
            return Refused(new ImportError(1, "id", $"there is no change {change}"));
        await FollowAsync(Math.Max(made.Version, made.Undone));
        if (made.Undone > 0)
            return new(made, []);
        var city = new City(image);
        var before = await store.LoadAsync(made.Version - 1, CancellationToken.None);
        var after = await store.LoadAsync(made.Version, CancellationToken.None);
        var now = RecordTime.Of(time);
        var undone = made with { Undone = image.Version + 1, UndoneAt = now, UndoneBy = by };
        return await MakeAsync(city, UndoPlanner.Plan(city, made.Change, before, after), undone, now, by);
    }

    public Task<MadeChange?> FindChange(string change) => changes.FindAsync(change, CancellationToken.None);

    public async Task<ImmutableArray<MadeChange>> Changes(int limit) => [.. await changes.NewestAsync(limit, CancellationToken.None)];

    private static ChangeOutcome Refused(params ImmutableArray<ImportError> errors) => new(null, errors);

    private async Task<ChangeOutcome> MakeAsync(City city, ChangePlan plan, MadeChange made, DateTime now, string by)
    {
        if (plan.Errors.Count == 0)
            ChangePlanner.CheckCampaigns(city, plan);
        if (plan.Errors.Count > 0)
            return Refused([.. plan.Errors]);
        var campaigns = plan.Carries.Count == 0 ? [] : city.Campaigns.Where(campaign => campaign.State == CampaignState.Open).ToArray();
        var settlement = new ChangeSettlement(GrainFactory, time, log);
        var carried = await SaveAsync(plan, made, campaigns, settlement, now, by);
        CrashPoint.Pass(CrashPoint.AfterChange);
        await FollowAsync(image.Version + 1);
        LogChanged(image.Version, made.Undone > 0 ? "undo" : made.Change.Kind.ToString(), plan.Places.Count);
        var givers = plan.Carries.Select(carry => carry.From).ToHashSet();
        foreach (var (campaign, heads) in carried)
            await settlement.TellAsync(campaign, heads, givers);
        return new(made, []);
    }

    private async Task<List<(Campaign Campaign, IReadOnlyDictionary<PlaceId, long> Heads)>> SaveAsync(
        ChangePlan plan, MadeChange made, Campaign[] campaigns, ChangeSettlement settlement, DateTime now, string by)
    {
        var leaves = plan.Carries.SelectMany(carry => carry.To.Append(carry.From)).Distinct().ToArray();
        for (var tries = 1; ; tries++)
        {
            foreach (var campaign in campaigns)
                await settlement.HoldAsync(leaves.Where(leaf => IsAwake(leaf, campaign)).Select(leaf => new LedgerKey(campaign.Id, leaf)), HoldSpan);
            var entries = new List<JournalEntry>();
            var heads = new List<(Campaign, IReadOnlyDictionary<PlaceId, long>)>();
            foreach (var campaign in campaigns)
            {
                var carrier = new LedgerCarrier(journal, campaign, image.Version + 1, by, now);
                entries.AddRange(await carrier.WriteAsync(plan.Carries, entries.Count));
                heads.Add((campaign, carrier.Heads));
            }
            var change = new CityChange { Places = plan.Places, Posts = plan.Posts, GonePosts = plan.GonePosts, Made = made, Carried = entries };
            try
            {
                if (await store.SaveAsync(image.Version, change, by, made.Undone > 0 ? CityTrail.UndoChange : CityTrail.ChangePlaces, CancellationToken.None) is not null)
                    return heads;
            }
            catch (Exception e) when (store.IsConflict(e) && tries < MostTries)
            {
                LogFirst(e, made.Change.Id, tries);
                await Task.Delay(TryPause, time);
                continue;
            }
            // Another activation made this version. The next one starts from what it made; the caller sees a failed call.
            DeactivateOnIdle();
            throw new InvalidOperationException($"the city has moved on from version {image.Version}; nothing was changed");
        }
    }

    // A commit of which nobody heard came through after all, or has just come through.
    private async Task FollowAsync(long version)
    {
        if (version <= image.Version)
            return;
        image = await store.LoadAsync(CancellationToken.None);
        followers.Notify(follower => follower.Announce(image.Version));
    }

    // One that is not in the tree yet cannot be woken, and has nobody who reports to it.
    private bool IsAwake(PlaceId leaf, Campaign campaign) =>
        leaf.IsWithin(campaign.Root) && (leaf.IsDesk || image.Places.Any(place => place.Id == leaf && place.Fate is not { Standing: PlaceStanding.Former }));
}
