namespace GridGrains.Gateway;

/// <summary>The bytes of one snapshot, built once and shared by every client it goes to.</summary>
/// <param name="Number">How many were built of the place before it.</param>
/// <param name="Counts">What it shows.</param>
/// <param name="Push">Its bytes.</param>
internal sealed record SnapshotFrame(long Number, PlaceCounts Counts, HubPush Push)
{
    /// <summary>Builds the bytes.</summary>
    public static SnapshotFrame Of(long number, string campaign, Campaign? terms, PlaceNode? place, PlaceCounts counts) => new(number, counts, HubPush.Of(
        "snapshot", (campaign, terms, place, counts), static (json, s) => SnapshotWriter.Write(json, s.campaign, s.terms, s.place, s.counts)));
}
