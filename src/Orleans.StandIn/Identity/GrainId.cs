namespace Orleans.Runtime;

/// <summary>The whole name of a grain: its kind and its key.</summary>
[GenerateSerializer, Immutable]
public readonly struct GrainId(GrainType type, IdSpan key) : IEquatable<GrainId>
{
    /// <summary>The kind.</summary>
    public GrainType Type { get; } = type;

    /// <summary>The key; a number is written in hexadecimal.</summary>
    public IdSpan Key { get; } = key;

    /// <summary>Whether it was never set.</summary>
    public bool IsDefault => Type.IsDefault && Key.IsDefault;

    /// <summary>The name of that kind and key.</summary>
    public static GrainId Create(string type, string key) => new(GrainType.Create(type), IdSpan.Create(key));

    /// <summary>The name of that kind and key.</summary>
    public static GrainId Create(GrainType type, string key) => new(type, IdSpan.Create(key));

    /// <summary>The name of that kind and key.</summary>
    public static GrainId Create(GrainType type, IdSpan key) => new(type, key);

    /// <inheritdoc/>
    public bool Equals(GrainId other) => Key == other.Key && Type == other.Type;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is GrainId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Type, Key);

    /// <summary>Kind and key with a slash between them.</summary>
    public override string ToString() => $"{Type}/{Key}";

    /// <summary>Same grain.</summary>
    public static bool operator ==(GrainId left, GrainId right) => left.Equals(right);

    /// <summary>Different grain.</summary>
    public static bool operator !=(GrainId left, GrainId right) => !left.Equals(right);
}
