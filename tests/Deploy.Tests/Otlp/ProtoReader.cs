using System.Text;

namespace GridGrains.Deploy.Tests;

/// <summary>Reads a protobuf message field by field: as much of the encoding as OTLP needs.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> left = bytes;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>Its value, where it is a number.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its value, where it has a length: a message, a text, or bytes.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Its value as a text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Goes on to the next field; false at the end.</summary>
    public bool Read()
    {
        if (left.IsEmpty)
            return false;
        var tag = Varint();
        Field = (int)(tag >> 3);
        Number = 0;
        Bytes = default;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Bytes = Take((int)Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"wire type {tag & 7} is none of protobuf's");
        }
        return true;
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = left[..length];
        left = left[length..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
