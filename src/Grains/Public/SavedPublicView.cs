namespace GridGrains.Public;

/// <summary>The last public view of a campaign, in grain storage, so that a restart brings no other one before its time.</summary>
[GenerateSerializer]
public sealed class SavedPublicView
{
    /// <summary>The view; null before the first.</summary>
    [Id(0)]
    public PublicView? View { get; set; }
}
