using Microsoft.Extensions.Logging;

namespace GridGrains.Public;

/// <summary>Takes the public view when somebody asks and the last one's time is over. The thinking is in <see cref="PublicTally"/>.</summary>
/// <remarks>Not reentrant: who asks while a view is being taken gets that one.</remarks>
internal sealed partial class PublicGrain(
    [PersistentState("public", LedgerStorage.Name)] IPersistentState<SavedPublicView> saved,
    CurrentCity current,
    TimeProvider time,
    ILogger<PublicGrain> log) : Grain, IPublicGrain
{
    private const int AskedAtOnce = 32;

    private string campaign = "";

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        campaign = this.GetPrimaryKeyString();
        await current.Known.WaitAsync(cancellationToken);
    }

    public async Task<PublicView> View()
    {
        if (saved.State.View is { } present && Now < present.Until && IsOfThisCatalogue(present))
            return present;
        var view = await TakeAsync();
        // Saved before it is shown: a view that nobody remembers could be followed by another one at once.
        var before = saved.State.View;
        saved.State.View = view;
        try
        {
            await saved.WriteStateAsync();
        }
        catch
        {
            saved.State.View = before;
            throw;
        }
        LogTaken(view.Round, campaign, view.Areas.Length);
        return view;
    }

    // A newer program may show other counts.
    private static bool IsOfThisCatalogue(PublicView view) => view.Areas.All(area => area.Tens.Length == PublicCounts.All.Length);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task<PublicView> TakeAsync()
    {
        var city = current.Value;
        if (!city.TryGetCampaign(campaign, out var found) || !city.TryGetPlace(found.Root, out var root))
            throw new KeyNotFoundException($"there is no campaign '{campaign}' with a root in the tree");
        var tally = new PublicTally(found.Root);
        var areas = root.IsLeaf ? [root] : root.Subtree().Where(node => !node.IsLeaf).ToArray();
        foreach (var page in areas.Chunk(AskedAtOnce))
        {
            var leaves = await Task.WhenAll(page.Select(area => LeavesAsync(city, area)));
            for (var i = 0; i < page.Length; i++)
                tally.Add(page[i].Place.Id, leaves[i]);
        }
        var now = Now;
        return new(now.Ticks / PublicView.Interval.Ticks, now, now + PublicView.Interval, tally.ToAreas());
    }

    private async Task<IReadOnlyList<CountVector>> LeavesAsync(City city, PlaceNode node)
    {
        var key = new LedgerKey(campaign, node.Place.Id).ToString();
        if (node.IsLeaf)
            return [(await GrainFactory.GetGrain<IGridGrain>(key).Get()).Counts];
        // From one moment, desk included.
        var family = await GrainFactory.GetGrain<IAreaGrain>(key).Children();
        return [.. family.Children.Where(child => !city.TryGetPlace(child.Place, out var place) || place.IsLeaf).Select(child => child.Counts)];
    }

    [LoggerMessage(950, LogLevel.Debug, "The public view {Round} of {Campaign} has {Areas} areas")]
    private partial void LogTaken(long round, string campaign, int areas);
}
