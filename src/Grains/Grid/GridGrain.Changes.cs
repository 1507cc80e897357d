namespace GridGrains.Grid;

/// <summary>What a change of the tree means for the reports of a leaf.</summary>
internal sealed partial class GridGrain
{
    private DateTime heldUntil;

    public Task Hold(TimeSpan span)
    {
        heldUntil = time.GetUtcNow().UtcDateTime + span;
        return Task.CompletedTask;
    }

    private bool IsHeld => heldUntil != default && time.GetUtcNow().UtcDateTime < heldUntil;

    // What a silo with an older city would add here belongs elsewhere by now.
    private bool TakesReports =>
        current.Value is var city && city.Version >= ledger.CityVersion && city.TryGetLedger(ledger.Key, out var campaign, out var place)
        && campaign.State != CampaignState.Closed && !place.IsFormer && !place.IsClosed;

    private ReportRefusal WhyClosed =>
        IsClosed ? ReportRefusal.Closed
        : current.Value.Version < ledger.CityVersion || !current.Value.TryGetPlace(ledger.Key.Place, out var place) ? ReportRefusal.Unknown
        : place.IsFormer ? ReportRefusal.Moved
        : place.IsClosed ? ReportRefusal.PlaceClosed
        : ReportRefusal.Unknown;

    private async Task FollowChangeAsync()
    {
        if (await GrainFactory.GetGrain<ICityGrain>(0).Get(current.Value.Version) is { } newer)
            current.Take(newer);
    }
}
