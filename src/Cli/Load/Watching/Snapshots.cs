using System.Buffers.Text;

namespace GridGrains.Cli;

/// <summary>Finds in a snapshot's bytes what a watcher of the load needs, without reading all of it.</summary>
internal static class Snapshots
{
    private static ReadOnlySpan<byte> PlaceMark => "\"place\":\""u8;

    /// <summary>The number after a member's name; 0 if it is not there, as a count of 0 may not be.</summary>
    public static long NumberAfter(ReadOnlySpan<byte> snapshot, ReadOnlySpan<byte> name)
    {
        var at = snapshot.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(snapshot[(at + name.Length)..], out long number, out _) ? number : 0;
    }

    /// <summary>How a count is named in a snapshot.</summary>
    public static byte[] NameOf(string count) => System.Text.Encoding.ASCII.GetBytes($"\"{count}\":");

    /// <summary>Where the next snapshot begins in a record that has several, its place, and where it ends.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> record, out ReadOnlySpan<byte> place, out ReadOnlySpan<byte> snapshot)
    {
        place = snapshot = default;
        var at = record.IndexOf(PlaceMark);
        if (at < 0)
            return false;
        var rest = record[(at + PlaceMark.Length)..];
        place = rest[..rest.IndexOf((byte)'"')];
        var next = rest.IndexOf(PlaceMark);
        snapshot = next < 0 ? rest : rest[..next];
        record = next < 0 ? default : rest[next..];
        return true;
    }
}
