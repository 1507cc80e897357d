namespace Orleans;

/// <summary>A state on its way to or from its store.</summary>
public interface IGrainState<T>
{
    /// <summary>The state.</summary>
    T? State { get; set; }

    /// <summary>The version that the store gave it.</summary>
    string? ETag { get; set; }

    /// <summary>Whether the store has it.</summary>
    bool RecordExists { get; set; }
}

/// <summary>A state on its way to or from its store.</summary>
[GenerateSerializer]
public sealed class GrainState<T> : IGrainState<T>
{
    /// <summary>Nothing yet.</summary>
    public GrainState()
    {
    }

    /// <summary>A state that was never stored.</summary>
    public GrainState(T? state) : this(state, null)
    {
    }

    /// <summary>A state of that version.</summary>
    public GrainState(T? state, string? eTag) => (State, ETag) = (state, eTag);

    /// <inheritdoc/>
    [Id(0)]
    public T? State { get; set; }

    /// <inheritdoc/>
    [Id(1)]
    public string? ETag { get; set; }

    /// <inheritdoc/>
    [Id(2)]
    public bool RecordExists { get; set; }
}
