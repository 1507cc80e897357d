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

    public Task<ImportOutcome> CloseCampaign(string campaign, string by)
    {
        Image = Image with
        {
            Version = Image.Version + 1,
            Campaigns = [.. Image.Campaigns.Select(c => c.Id == campaign ? c with { State = CampaignState.Closed } : c)],
        };
        return Outcome(1);
    }

    private Task<ImportOutcome> Outcome(int added) => Task.FromResult(new ImportOutcome(Image.Version, added, 0, 0, Errors));
}
