using System.Collections.Immutable;
using GridGrains.Emergencies;
using GridGrains.Journal;
using GridGrains.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Utilities;

namespace GridGrains;

/// <summary>
/// The one writer of the tree, the posts and the campaigns. What it writes is fenced by the city's version in the database, so that
/// two activations cannot both make the same version.
/// </summary>
internal sealed partial class CityGrain(
    CityStore store, ChangeStore changes, IJournalStore journal, PlanBook plans, TimeProvider time, ILogger<CityGrain> log) : Grain, ICityGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private readonly ObserverManager<ICityObserver> followers = new(Lease, log) { GetDateTime = () => time.GetUtcNow().UtcDateTime };
    private CityImage image = CityImage.Empty;

    public override async Task OnActivateAsync(CancellationToken cancellationToken) => image = await store.LoadAsync(cancellationToken);

    public Task<CityImage?> Get(long knownVersion) => Task.FromResult(image.Version > knownVersion ? image : null);

    public Task<CityImage?> Follow(ICityObserver observer, long knownVersion)
    {
        followers.Subscribe(observer, observer);
        return Get(knownVersion);
    }

    public async Task<ImportOutcome> ImportPlaces(ImmutableArray<ImportRow<Place>> rows, bool dryRun, string by)
    {
        var newAreas = CityImport.LeavesThatGetChildren(image, rows);
        var reported = newAreas.Count > 0 ? await journal.WithEntriesAsync(newAreas, CancellationToken.None) : new HashSet<PlaceId>();
        var checks = CityImport.Places(image, rows, reported);
        return await SaveAsync(checks, dryRun, new CityChange { Places = checks.Changes }, by, "places");
    }

    public Task<ImportOutcome> ImportPosts(ImmutableArray<ImportRow<Post>> rows, bool dryRun, string by)
    {
        var checks = CityImport.Posts(image, rows);
        return SaveAsync(checks, dryRun, new CityChange { Posts = checks.Changes }, by, "posts");
    }

    public Task<ImportOutcome> PutCampaign(Campaign campaign, string by) => PutAsync(campaign with { Emergency = null }, new City(image), [], by);

    public Task<ImportOutcome> PutEmergency(Campaign campaign, string plan, string by)
    {
        var city = new City(image);
        var (put, errors) = EmergencyRules.Activate(campaign, plan, Find(campaign.Id), city, plans, time.GetUtcNow());
        return PutAsync(put, city, errors, by);
    }

    public Task<ImportOutcome> MarkTask(string campaign, string task, bool done, string by)
    {
        var checks = new Checked<Campaign>();
        if (Find(campaign) is not { Emergency: { } emergency } before || emergency.Task(task) is null)
            checks.Errors.Add(new(1, "task", $"there is no task '{task}' in an emergency '{campaign}'"));
        else if (emergency.Done.ContainsKey(task) == done)
            checks.Sort(before, before);
        else if (before.State == CampaignState.Closed)
            checks.Errors.Add(new(1, "state", $"{campaign} is closed"));
        else
            checks.Sort(before with { Emergency = emergency with { Done = Mark(emergency, task, done, before) } }, before);
        return SaveAsync(checks, dryRun: false, new CityChange { Campaigns = checks.Changes, Task = task }, by, done ? CityTrail.Finish : CityTrail.Reopen);
    }

    public Task<ImportOutcome> CloseCampaign(string campaign, string by)
    {
        var checks = new Checked<Campaign>();
        var before = Find(campaign);
        if (before is null)
            checks.Errors.Add(new(1, "id", $"there is no campaign '{campaign}'"));
        else
            checks.Sort(before with { State = CampaignState.Closed }, before);
        return SaveAsync(checks, dryRun: false, new CityChange { Campaigns = checks.Changes }, by, "close");
    }

    private Campaign? Find(string id) => image.Campaigns.FirstOrDefault(c => c.Id == id);

    private ImmutableSortedDictionary<string, DateTime> Mark(Emergency emergency, string task, bool done, Campaign campaign) =>
        done ? emergency.Done.Add(task, campaign.UtcAt(time.GetUtcNow().UtcDateTime)) : emergency.Done.Remove(task);

    private Task<ImportOutcome> PutAsync(Campaign campaign, City city, IReadOnlyList<ImportError> errors, string by)
    {
        var before = Find(campaign.Id);
        var now = time.GetUtcNow();
        var checks = new Checked<Campaign>();
        checks.Errors.AddRange(errors);
        checks.Errors.AddRange(CampaignRules.Check(campaign, before, city));
        var settled = CampaignRules.Settle(campaign, before, now);
        checks.Sort(settled, before);
        var change = new CityChange
        {
            Campaigns = checks.Changes,
            Notices = before is null && settled.Emergency is not null ? [EmergencyRules.Notice(settled, now.UtcDateTime)] : [],
        };
        return SaveAsync(checks, dryRun: false, change, by, "campaign");
    }

    private async Task<ImportOutcome> SaveAsync<T>(Checked<T> checks, bool dryRun, CityChange change, string by, string what)
        where T : class, IEquatable<T>
    {
        if (checks.Errors.Count > 0 || checks.Changes.Count == 0 || dryRun)
            return checks.At(image.Version);
        if (await store.SaveAsync(image.Version, change, by, what, CancellationToken.None) is not { } version)
        {
            // Another activation wrote this version. The next one starts from what it wrote; the caller sees a failed call.
            DeactivateOnIdle();
            throw new InvalidOperationException($"the city has moved on from version {image.Version}; nothing was changed");
        }
        image = await store.LoadAsync(CancellationToken.None);
        followers.Notify(follower => follower.Announce(version));
        LogChanged(version, what, checks.Changes.Count);
        return checks.At(version);
    }

    [LoggerMessage(600, LogLevel.Information, "City version {Version}: {What}, {Changes} entries")]
    private partial void LogChanged(long version, string what, int changes);

    [LoggerMessage(601, LogLevel.Debug, "A report was before change {Change}, try {Try}")]
    private partial void LogFirst(Exception e, string change, int @try);
}
