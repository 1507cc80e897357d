using System.Text;

namespace GridGrains.Cli.Tests;

public sealed class FramesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100_000)]
    public void Take_InPiecesOfAnySize_HandsOnEachRecordOnce(int piece)
    {
        var (small, large, huge) = ("a", new string('b', 300), new string('c', 70_000));
        byte[] bytes = [.. Frame(0x81, $"{small}\u001e{large}\u001e"), .. Frame(0x89, "ping"), .. Frame(0x01, huge[..30_000]), .. Frame(0x80, huge[30_000..] + "\u001e"), .. Frame(0x88, "")];
        var (frames, records) = (new Frames(), new List<string>());
        for (var at = 0; at < bytes.Length;)
        {
            var some = bytes.AsSpan(at, Math.Min(Math.Min(piece, bytes.Length - at), frames.Room.Length));
            some.CopyTo(frames.Room.Span);
            frames.Take(some.Length, record => records.Add(Encoding.ASCII.GetString(record)));
            at += some.Length;
        }
        Assert.Equal([small, large, huge], records);
        Assert.True(frames.IsClosed);
    }

    [Fact]
    public void TryNext_ARecordWithSeveralSnapshots_FindsEach()
    {
        ReadOnlySpan<byte> record = """{"result":[{"place":"a","version":7,"counts":{"supplies.masks":3}},{"place":"a.b","version":9,"counts":{}}]}"""u8;
        var found = new List<string>();
        while (Snapshots.TryNext(ref record, out var place, out var snapshot))
            found.Add($"{Encoding.ASCII.GetString(place)} {Snapshots.NumberAfter(snapshot, "\"version\":"u8)} {Snapshots.NumberAfter(snapshot, Snapshots.NameOf("supplies.masks"))}");
        Assert.Equal(["a 7 3", "a.b 9 0"], found);
    }

    private static byte[] Frame(byte first, string text)
    {
        byte[] length = text.Length switch
        {
            < 126 => [(byte)text.Length],
            < 65_536 => [126, (byte)(text.Length >> 8), (byte)text.Length],
            _ => [127, 0, 0, 0, 0, 0, (byte)(text.Length >> 16), (byte)(text.Length >> 8), (byte)text.Length],
        };
        return [first, .. length, .. Encoding.ASCII.GetBytes(text)];
    }
}
