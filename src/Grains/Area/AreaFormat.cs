using GridGrains.History;

namespace GridGrains.Area;

/// <summary>The bytes of a saved area: its children's counts, and its history.</summary>
internal static class AreaFormat
{
    // Raised with every change of the layout. What has another number is not read; the children are asked anyway.
    private const byte Layout = 2;

    public static byte[] Write(AreaState state, CountHistory history)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Layout);
        var children = state.Known.ToList();
        writer.Write(children.Count);
        foreach (var child in children)
        {
            writer.Write(child.Place.Value);
            writer.Write(child.Version);
            writer.Write(child.AsOf.Ticks);
            writer.WriteVector(child.Counts);
            writer.Write(child.ChildrenExpected);
            writer.Write(child.ChildrenHeard);
            writer.Write(child.Alerts.Critical);
            writer.Write(child.Alerts.Warning);
            writer.Write(child.ReportedAt?.Ticks ?? 0);
        }
        writer.WriteHistory(history);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Fills a new area; false if nothing was saved in this layout.</summary>
    public static bool TryRead(byte[] saved, AreaState state, CountHistory history)
    {
        using var reader = new BinaryReader(new MemoryStream(saved));
        if (saved.Length == 0 || reader.ReadByte() != Layout)
            return false;
        for (var left = reader.ReadInt32(); left > 0; left--)
            state.Merge(ReadChild(reader), heard: false);
        reader.ReadHistory(history);
        return true;
    }

    private static PlaceCounts ReadChild(BinaryReader reader) => new(
        PlaceId.Parse(reader.ReadString()),
        reader.ReadInt64(),
        new DateTime(reader.ReadInt64(), DateTimeKind.Utc),
        reader.ReadVector(),
        reader.ReadInt32(),
        reader.ReadInt32(),
        new AlertTally(reader.ReadInt32(), reader.ReadInt32()),
        ReportedAt: reader.ReadInt64() is > 0 and var ticks ? new DateTime(ticks, DateTimeKind.Utc) : null);
}
