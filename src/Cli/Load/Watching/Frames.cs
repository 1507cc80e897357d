using System.Buffers.Binary;

namespace GridGrains.Cli;

/// <summary>Gets each record of SignalR's JSON protocol.</summary>
internal delegate void RecordHandler(ReadOnlySpan<byte> record);

/// <summary>Takes WebSocket frames (RFC 6455) and the records in them out of the bytes that come, in place.</summary>
internal sealed class Frames
{
    private const byte RecordSeparator = 0x1e;
    private const int Close = 8;

    private byte[] room = new byte[8 * 1024];
    private byte[] message = [];
    private int length;
    private int messageLength;

    /// <summary>Whether the other side closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Room for the bytes that come next.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (length == room.Length)
                Array.Resize(ref room, room.Length * 2);
            return room.AsMemory(length);
        }
    }

    /// <summary>Hands on the records that are whole now.</summary>
    public void Take(int received, RecordHandler handle)
    {
        length += received;
        var at = 0;
        while (TryFrame(room.AsSpan(at, length - at), out var head, out var size))
        {
            Take(room[at], room.AsSpan(at + head, size), handle);
            at += head + size;
        }
        room.AsSpan(at, length - at).CopyTo(room);
        length -= at;
    }

    /// <summary>Writes a text frame of a client; a mask of zeros leaves the bytes as they are.</summary>
    public static byte[] Text(ReadOnlySpan<byte> record)
    {
        var head = record.Length + 1 < 126 ? 6 : 8;
        var frame = new byte[head + record.Length + 1];
        frame[0] = 0x81;
        if (head == 6)
            frame[1] = (byte)(0x80 | (record.Length + 1));
        else
        {
            frame[1] = 0x80 | 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), checked((ushort)(record.Length + 1)));
        }
        record.CopyTo(frame.AsSpan(head));
        frame[^1] = RecordSeparator;
        return frame;
    }

    private void Take(byte first, ReadOnlySpan<byte> payload, RecordHandler handle)
    {
        var kind = first & 0x0f;
        if (kind >= Close)
        {
            IsClosed |= kind == Close;
            return;
        }
        var isWhole = (first & 0x80) != 0;
        if (isWhole && messageLength == 0)
        {
            Split(payload, handle);
            return;
        }
        if (message.Length < messageLength + payload.Length)
            Array.Resize(ref message, Math.Max(message.Length * 2, messageLength + payload.Length));
        payload.CopyTo(message.AsSpan(messageLength));
        messageLength += payload.Length;
        if (!isWhole)
            return;
        Split(message.AsSpan(0, messageLength), handle);
        messageLength = 0;
    }

    private static void Split(ReadOnlySpan<byte> records, RecordHandler handle)
    {
        while (records.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            handle(records[..end]);
            records = records[(end + 1)..];
        }
    }

    private static bool TryFrame(ReadOnlySpan<byte> bytes, out int head, out int size)
    {
        (head, size) = (2, 0);
        if (bytes.Length < 2)
            return false;
        size = bytes[1] & 0x7f;
        if (size == 126)
        {
            if (bytes.Length < (head = 4))
                return false;
            size = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        }
        else if (size == 127)
        {
            if (bytes.Length < (head = 10))
                return false;
            size = checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]));
        }
        return bytes.Length >= head + size;
    }
}
