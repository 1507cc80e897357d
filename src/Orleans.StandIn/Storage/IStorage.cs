namespace Orleans.Core;

/// <summary>The stored part of a grain.</summary>
public interface IStorage
{
    /// <summary>The version of what was last read or written.</summary>
    string? Etag { get; }

    /// <summary>Whether anything is stored.</summary>
    bool RecordExists { get; }

    /// <summary>Removes the state from the store.</summary>
    Task ClearStateAsync();

    /// <summary>Stores the state.</summary>
    Task WriteStateAsync();

    /// <summary>Takes the state anew from the store.</summary>
    Task ReadStateAsync();

    /// <summary>Removes the state from the store.</summary>
    Task ClearStateAsync(CancellationToken cancellationToken) => ClearStateAsync();

    /// <summary>Stores the state.</summary>
    Task WriteStateAsync(CancellationToken cancellationToken) => WriteStateAsync();

    /// <summary>Takes the state anew from the store.</summary>
    Task ReadStateAsync(CancellationToken cancellationToken) => ReadStateAsync();
}

/// <summary>The stored part of a grain, with its type.</summary>
public interface IStorage<TState> : IStorage
{
    /// <summary>The state in memory.</summary>
    TState State { get; set; }
}
