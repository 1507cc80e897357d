using System.Text;

namespace GridGrains.Gateway.Tests;

/// <summary>Makes inputs that are nearly right: valid ones with a few changes. The same seed makes the same inputs.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly byte[][] Pieces = [.. new[]
    {
        "{", "}", "[", "]", "\"", "\\", ",", ":", "null", "true", "-1", "0", "1e999", "1e-7", "9223372036854775808", "0.1", "10.0", "\"\\ud800\"", "\\u0000",
        "\"reportId\"", "\"observations\"", "\"subject\"", "\"subject\":\"13800138000\"", "\"series\":\"tests.sampled\"", "\"at\":\"2099-01-01T00:00:00Z\"", "\"value\":NaN",
        "[[[[[[[[[[[[[[[[[[[[", "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1", "/* */", "\n", "\r\n", "\t", "\uFEFF", "张三", "𠮷", "=cmd|' /C calc'!A0", ";", "a.b.c", "desk",
        "..", "%00", "2022-02-30T25:61:61+99:99", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "someone@example.org", "11010519491231002X", "\"\"\"", "\u2028",
    }.Select(Encoding.UTF8.GetBytes), [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0x00]];

    private readonly Random random = new(seed);

    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];

    /// <summary>A number below this.</summary>
    public int Below(int most) => random.Next(most);

    /// <summary>The input with up to eight changes; sometimes none.</summary>
    public byte[] Change(byte[] valid)
    {
        var bytes = new List<byte>(valid);
        for (var left = random.Next(8); left > 0; left--)
            ChangeOnce(bytes);
        return [.. bytes];
    }

    /// <summary>As above, as text; what is no UTF-8 becomes the replacement character.</summary>
    public string Change(string valid) => Encoding.UTF8.GetString(Change(Encoding.UTF8.GetBytes(valid)));

    private void ChangeOnce(List<byte> bytes)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 12), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes.RemoveRange(at, length);
                break;
            case 1:
                bytes.InsertRange(at, Pick(Pieces));
                break;
            case 2 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4 when random.Next(4) == 0:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5 when length > 0:
                bytes.RemoveRange(at, length);
                bytes.InsertRange(at, Pick(Pieces));
                break;
            case 6 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
        }
    }
}
