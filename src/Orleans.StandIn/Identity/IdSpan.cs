namespace Orleans.Runtime;

/// <summary>A part of a grain's name.</summary>
[GenerateSerializer, Immutable]
public readonly struct IdSpan : IEquatable<IdSpan>
{
    private readonly string? text;

    private IdSpan(string text) => this.text = text;

    /// <summary>Whether it is empty because it was never set.</summary>
    public bool IsDefault => text is null;

    /// <summary>The part of that text.</summary>
    public static IdSpan Create(string id) => new(id ?? throw new ArgumentNullException(nameof(id)));

    /// <inheritdoc/>
    public bool Equals(IdSpan obj) => text == obj.text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IdSpan other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => text is null ? 0 : text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => text ?? string.Empty;

    /// <summary>Equal text.</summary>
    public static bool operator ==(IdSpan left, IdSpan right) => left.Equals(right);

    /// <summary>Different text.</summary>
    public static bool operator !=(IdSpan left, IdSpan right) => !left.Equals(right);
}
