namespace GridGrains.Gateway.Tests;

/// <summary>A public view in which every area of the campaign has 120 people sampled in each part, and nothing else.</summary>
internal sealed class TestPublicView(string campaign) : IPublicGrain
{
    public static readonly DateTime TakenAt = new(2022, 10, 6, 1, 0, 0, DateTimeKind.Utc);

    public static IPublicGrain Of(string campaign) => new TestPublicView(campaign);

    public Task<PublicView> View()
    {
        Assert.True(Town.City.TryGetCampaign(campaign, out var found));
        var areas = Town.Node(found.Root.Value).Subtree().Where(node => !node.IsLeaf).Select(node => Area(node, node.Subtree().Count(n => !n.IsLeaf)));
        return Task.FromResult(new PublicView(7, TakenAt, TakenAt + PublicView.Interval, [.. areas]));
    }

    private static PublicArea Area(PlaceNode node, int parts) => new(
        node.Place.Id, parts, [.. PublicCounts.All.Select(count => count.Code == "tests.sampled" ? 120L * parts : 0)]);
}
