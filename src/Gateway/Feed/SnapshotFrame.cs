namespace GridGrains.Gateway;

/// <summary>The bytes of one snapshot, built once and shared by every client it goes to.</summary>
internal sealed record SnapshotFrame(PlaceCounts Counts, HubPush Push)
{
    /// <summary>Builds the bytes.</summary>
    public static SnapshotFrame Of(string campaign, Campaign? terms, PlaceNode? place, PlaceCounts counts) => new(counts, HubPush.Of(
        "snapshot", (campaign, terms, place, counts), static (json, s) => SnapshotWriter.Write(json, s.campaign, s.terms, s.place, s.counts)));
}
