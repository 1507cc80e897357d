namespace GridGrains;

/// <summary>
/// Takes the public view of a campaign, key: its id. One for all gateways, and only it sees exact numbers for this purpose, so that whoever asks
/// wherever sees the same, and nobody sees two views in less than five minutes.
/// </summary>
[Alias("GridGrains.IPublicGrain")]
public interface IPublicGrain : IGrainWithStringKey
{
    /// <summary>The present view.</summary>
    [Alias("View"), ResponseTimeout("00:01:00")]
    Task<PublicView> View();
}
