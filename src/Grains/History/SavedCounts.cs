namespace GridGrains.History;

/// <summary>How vectors and histories are written into saved state, leaf and area alike.</summary>
internal static class SavedCounts
{
    public static void WriteVector(this BinaryWriter writer, CountVector vector)
    {
        writer.Write7BitEncodedInt(vector.Length);
        foreach (var value in vector.AsSpan())
            writer.Write7BitEncodedInt64(value);
    }

    public static CountVector ReadVector(this BinaryReader reader)
    {
        var values = new long[reader.Read7BitEncodedInt()];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.Read7BitEncodedInt64();
        return CountVector.Copy(values);
    }

    public static void WriteHistory(this BinaryWriter writer, CountHistory history)
    {
        writer.Write(history.Since.Ticks);
        var changes = history.Changes.ToList();
        writer.Write(changes.Count);
        foreach (var (count, point) in changes)
        {
            writer.Write7BitEncodedInt(count);
            writer.Write(point.At.Ticks);
            writer.Write7BitEncodedInt64(point.Value);
        }
    }

    public static void ReadHistory(this BinaryReader reader, CountHistory history)
    {
        history.Since = new DateTime(reader.ReadInt64(), DateTimeKind.Utc);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var count = reader.Read7BitEncodedInt();
            history.Restore(count, new(new DateTime(reader.ReadInt64(), DateTimeKind.Utc), reader.Read7BitEncodedInt64()));
        }
    }
}
