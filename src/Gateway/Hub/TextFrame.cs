using System.Buffers.Binary;

namespace GridGrains.Gateway;

/// <summary>The head of a WebSocket's frame that is a whole text message of a server: RFC 6455, 5.2.</summary>
internal static class TextFrame
{
    /// <summary>The longest head there is, in bytes.</summary>
    public const int LongestHead = 10;

    private const byte WholeText = 0x81;
    private const byte LengthInTwoBytes = 126;
    private const byte LengthInEightBytes = 127;

    /// <summary>Length of the head of a message of so many bytes.</summary>
    public static int HeadLength(int message) => message switch
    {
        < LengthInTwoBytes => 2,
        <= ushort.MaxValue => 4,
        _ => LongestHead,
    };

    /// <summary>Writes the head of a message of so many bytes, as long as <see cref="HeadLength"/> says.</summary>
    public static void WriteHead(Span<byte> head, int message)
    {
        head[0] = WholeText;
        switch (HeadLength(message))
        {
            case 2:
                head[1] = (byte)message;
                break;
            case 4:
                head[1] = LengthInTwoBytes;
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)message);
                break;
            default:
                head[1] = LengthInEightBytes;
                BinaryPrimitives.WriteInt64BigEndian(head[2..], message);
                break;
        }
    }
}
