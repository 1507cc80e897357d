using System.Collections.Immutable;

namespace GridGrains.Gateway.Tests;

/// <summary>The city grain of a fact: takes what it is told without asking whether it fits the tree.</summary>
internal sealed class TestCity : ICityGrain
{
    public CityImage Image { get; set; } = Town.Image;

    public ImmutableArray<ImportError> Errors { get; set; } = [];

    public (int Rows, bool DryRun, string By)? Imported { get; private set; }

    public Task<CityImage?> Get(long knownVersion) => Task.FromResult(Image.Version > knownVersion ? Image : null);

    public Task<CityImage?> Follow(ICityObserver observer, long knownVersion) => Get(knownVersion);

    public Task<ImportOutcome> ImportPlaces(ImmutableArray<ImportRow<Place>> rows, bool dryRun, string by)
    {
        Imported = (rows.Length, dryRun, by);
        if (!dryRun && Errors.IsEmpty)
            Image = Image with { Version = Image.Version + 1, Places = [.. rows.Select(r => r.Value).UnionBy(Image.Places, place => place.Id)] };
        return Outcome(rows.Length);
    }

    public Task<ImportOutcome> ImportPosts(ImmutableArray<ImportRow<Post>> rows, bool dryRun, string by)
    {
        Imported = (rows.Length, dryRun, by);
        return Outcome(rows.Length);
    }

    public Task<ImportOutcome> PutCampaign(Campaign campaign, string by)
    {
        if (Errors.IsEmpty)
            Image = Image with { Version = Image.Version + 1, Campaigns = [.. Image.Campaigns.Where(c => c.Id != campaign.Id), campaign] };
        return Outcome(1);
    }

    public (Campaign Campaign, string Plan)? Activated { get; private set; }

    public Task<ImportOutcome> PutEmergency(Campaign campaign, string plan, string by)
    {
        Activated = (campaign, plan);
        return PutCampaign(campaign with { Title = campaign.Title.Length > 0 ? campaign.Title : "一", OpensAt = Town.CreatedAt, Emergency = Emergency.Of(Town.Plan) }, by);
    }

    public Task<ImportOutcome> MarkTask(string campaign, string task, bool done, string by)
    {
        var before = Image.Campaigns.First(c => c.Id == campaign);
        if (before.State == CampaignState.Closed)
            return Task.FromResult(new ImportOutcome(Image.Version, 0, 0, 0, [new(1, "state", "is closed")]));
        var marked = before.Emergency!.Done.Remove(task);
        return PutCampaign(before with { Emergency = before.Emergency with { Done = done ? marked.Add(task, Town.CreatedAt.UtcDateTime.AddMinutes(50)) : marked } }, by);
    }

    public Task<ImportOutcome> CloseCampaign(string campaign, string by)
    {
        Image = Image with
        {
            Version = Image.Version + 1,
            Campaigns = [.. Image.Campaigns.Select(c => c.Id == campaign ? c with { State = CampaignState.Closed } : c)],
        };
        return Outcome(1);
    }

    public MadeChange? Made { get; set; }

    public Task<ChangeOutcome> Change(PlaceChange change, string by)
    {
        Made = new(change, Image.Version, Town.CreatedAt.UtcDateTime, by);
        return Task.FromResult(new ChangeOutcome(Errors.IsEmpty ? Made : null, Errors));
    }

    public Task<ChangeOutcome> Undo(string change, string by)
    {
        Made = Made! with { Undone = Image.Version, UndoneAt = Town.CreatedAt.UtcDateTime, UndoneBy = by };
        return Task.FromResult(new ChangeOutcome(Errors.IsEmpty ? Made : null, Errors));
    }

    public Task<MadeChange?> FindChange(string change) => Task.FromResult(Made?.Change.Id == change ? Made : null);

    public Task<ImmutableArray<MadeChange>> Changes(int limit) => Task.FromResult<ImmutableArray<MadeChange>>(Made is null ? [] : [Made]);

    private Task<ImportOutcome> Outcome(int added) => Task.FromResult(new ImportOutcome(Image.Version, added, 0, 0, Errors));
}
