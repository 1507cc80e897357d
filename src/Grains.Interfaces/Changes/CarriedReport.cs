using System.Buffers.Binary;

namespace GridGrains;

/// <summary>
/// The ids of the reports by which a change of the tree carries what was counted from one leaf to another. They are above all ids that a device can have, and those of a
/// later change above those of an earlier one, so that at equal times the last change stands. They name the version of the city without which nothing may be added after them.
/// </summary>
public static class CarriedReport
{
    private const int NumberBits = 24;

    private static readonly Guid First = new(uint.MaxValue, ushort.MaxValue, ushort.MaxValue, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The id of a report of a change.</summary>
    /// <param name="cityVersion">The version of the city that the change makes; below 2^39.</param>
    /// <param name="number">Within the change; below 2^22.</param>
    /// <param name="kind">What it does.</param>
    public static Guid Id(long cityVersion, int number, CarriedKind kind)
    {
        Span<byte> tail = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(tail, (cityVersion << NumberBits) | ((long)number << 2) | (long)kind);
        return new(uint.MaxValue, ushort.MaxValue, ushort.MaxValue, tail[0], tail[1], tail[2], tail[3], tail[4], tail[5], tail[6], tail[7]);
    }

    /// <summary>Whether it is of a change.</summary>
    public static bool IsCarried(Guid id) => id.CompareTo(First) >= 0;

    /// <summary>Whether it is of a change and no sign that anybody reported.</summary>
    public static bool IsQuiet(Guid id) => IsCarried(id) && KindOf(id) != CarriedKind.Taken;

    /// <summary>Whether its subjects have been given to another leaf.</summary>
    public static bool IsGiven(Guid id) => IsCarried(id) && KindOf(id) == CarriedKind.Given;

    /// <summary>The version of the city that its change made; 0 if it is of none.</summary>
    public static long CityVersionOf(Guid id) => IsCarried(id) ? Tail(id) >> NumberBits : 0;

    private static CarriedKind KindOf(Guid id) => (CarriedKind)(Tail(id) & 3);

    private static long Tail(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes[8..]);
    }
}

/// <summary>What a report of a change does.</summary>
public enum CarriedKind
{
    /// <summary>The leaf takes subjects; where they were, somebody had reported today.</summary>
    Taken,

    /// <summary>The leaf takes subjects; where they were, nobody had reported today.</summary>
    TakenQuietly,

    /// <summary>The leaf gives subjects away.</summary>
    Given,
}
