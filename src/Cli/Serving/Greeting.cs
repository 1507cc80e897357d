namespace GridGrains.Cli;

/// <summary>Prints where to look and where to report, with tokens that may do just that where this directory has the key.</summary>
internal sealed class Greeting(Service service, DataDirectory directory)
{
    private static readonly TimeSpan Ttl = TimeSpan.FromDays(30);

    /// <summary>Prints the addresses once the tree is known.</summary>
    public async Task PrintAsync(CancellationToken cancellation)
    {
        await service.City.Known.WaitAsync(cancellation);
        var city = service.City.Value;
        Screen.Line($"GridGrains serves {service.Address}");
        if (city.Campaigns.Where(c => c.State == CampaignState.Open).MinBy(c => c.Kind) is { } campaign && city.TryGetPlace(campaign.Root, out var root))
        {
            var leaf = root.Subtree().First(p => p.IsLeaf).Place.Id;
            Screen.Line($"Wall   {Page("wall", campaign.Id, campaign.Root, "viewer")}");
            Screen.Line($"Phone  {Page("phone", campaign.Id, leaf, "reporter")}");
        }
        else
        {
            Screen.Line("Nothing is imported yet: 'gridgrains import DIR' brings a scenario in, 'gridgrains play DIR' plays it as well");
        }
    }

    private Uri Page(string page, string campaign, PlaceId place, string role)
    {
        var address = $"{page}?campaign={campaign}&place={place}";
        return new(service.Address, directory.HasKey ? $"{address}#token={directory.IssueToken([role], [place], Ttl)}" : address);
    }
}
