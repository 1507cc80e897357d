using System.Buffers.Binary;
using System.Numerics;

namespace Orleans.Storage;

/// <summary>The 32-bit xxHash with seed 0, by which Orleans' database storage finds its rows.</summary>
/// <remarks>Source of the algorithm: the xxHash specification, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md</remarks>
internal static class XxHash32
{
    private const uint P1 = 2654435761;
    private const uint P2 = 2246822519;
    private const uint P3 = 3266489917;
    private const uint P4 = 668265263;
    private const uint P5 = 374761393;

    public static uint Hash(ReadOnlySpan<byte> data)
    {
        var length = (uint)data.Length;
        var hash = P5;
        if (data.Length >= 16)
        {
            Span<uint> lanes = [unchecked(P1 + P2), P2, 0, unchecked(0 - P1)];
            for (; data.Length >= 16; data = data[16..])
            {
                for (var lane = 0; lane < 4; lane++)
                {
                    var four = BinaryPrimitives.ReadUInt32LittleEndian(data[(4 * lane)..]);
                    lanes[lane] = BitOperations.RotateLeft(lanes[lane] + (four * P2), 13) * P1;
                }
            }
            hash = BitOperations.RotateLeft(lanes[0], 1) + BitOperations.RotateLeft(lanes[1], 7)
                + BitOperations.RotateLeft(lanes[2], 12) + BitOperations.RotateLeft(lanes[3], 18);
        }
        hash += length;
        for (; data.Length >= 4; data = data[4..])
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(data) * P3), 17) * P4;
        foreach (var one in data)
            hash = BitOperations.RotateLeft(hash + (one * P5), 11) * P1;
        hash = (hash ^ (hash >> 15)) * P2;
        hash = (hash ^ (hash >> 13)) * P3;
        return hash ^ (hash >> 16);
    }
}
