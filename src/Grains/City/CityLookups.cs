namespace GridGrains;

/// <summary>What a grain asks of the city.</summary>
internal static class CityLookups
{
    /// <summary>The campaign of a ledger, once this silo knows the city.</summary>
    /// <exception cref="InvalidOperationException">This silo knows no such ledger, or not yet; the caller may try again.</exception>
    public static async Task<Campaign> CampaignAsync(this CurrentCity current, LedgerKey key, CancellationToken cancellation)
    {
        await current.Known.WaitAsync(cancellation);
        return current.Value.TryGetLedger(key, out var campaign, out _)
            ? campaign
            : throw new InvalidOperationException($"{key} is no ledger of city version {current.Value.Version}");
    }

    /// <summary>The area that a ledger reports to, or null at the root of its campaign.</summary>
    public static LedgerKey? AreaAbove(this City city, LedgerKey key) =>
        key.Place.Parent is { } parent && city.TryGetCampaign(key.Campaign, out var campaign) && parent.IsWithin(campaign.Root)
            ? new LedgerKey(key.Campaign, parent)
            : null;
}
