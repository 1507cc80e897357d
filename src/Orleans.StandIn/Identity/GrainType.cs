namespace Orleans.Runtime;

/// <summary>The kind of a grain: its class, as one lower-case word.</summary>
[GenerateSerializer, Immutable]
public readonly struct GrainType(IdSpan id) : IEquatable<GrainType>
{
    /// <summary>The word.</summary>
    public IdSpan Value { get; } = id;

    /// <summary>Whether it was never set.</summary>
    public bool IsDefault => Value.IsDefault;

    /// <summary>The kind of that word.</summary>
    public static GrainType Create(string value) => new(IdSpan.Create(value));

    /// <inheritdoc/>
    public bool Equals(GrainType obj) => Value == obj.Value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainType other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();

    /// <summary>Same kind.</summary>
    public static bool operator ==(GrainType left, GrainType right) => left.Equals(right);

    /// <summary>Different kind.</summary>
    public static bool operator !=(GrainType left, GrainType right) => !left.Equals(right);
}
