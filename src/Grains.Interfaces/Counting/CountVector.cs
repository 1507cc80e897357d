namespace GridGrains;

/// <summary>
/// The counts of one place in the order of <see cref="Catalogue.Counts"/>. The catalogue only ever grows at its end, so a
/// vector that is shorter than another reads as if it were filled up with zeros. Absolute values, never increments.
/// </summary>
[GenerateSerializer, Immutable]
public sealed class CountVector : IEquatable<CountVector>
{
    /// <summary>All zero.</summary>
    public static readonly CountVector Zero = new([]);

    [Id(0)]
    private readonly long[] values;

    private CountVector(long[] values) => this.values = values;

    /// <summary>The count at a catalogue index.</summary>
    public long this[int index] => (uint)index < (uint)values.Length ? values[index] : 0;

    /// <summary>How many counts it carries.</summary>
    public int Length => values.Length;

    /// <summary>A vector with a copy of these values.</summary>
    public static CountVector Copy(ReadOnlySpan<long> values) => new(values.ToArray());

    /// <summary>The counts as they are kept.</summary>
    public ReadOnlySpan<long> AsSpan() => values;

    /// <inheritdoc/>
    public bool Equals(CountVector? other)
    {
        if (other is null)
            return false;
        for (var i = 0; i < Math.Max(values.Length, other.values.Length); i++)
        {
            if (this[i] != other[i])
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CountVector);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0)
                hash.Add((i, values[i]));
        }
        return hash.ToHashCode();
    }
}
