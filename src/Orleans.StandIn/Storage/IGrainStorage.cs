using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A place where grain states are kept.</summary>
public interface IGrainStorage
{
    /// <summary>Fills the state from the store.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Stores the state if the stored version is still the given one.</summary>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Removes the state if the stored version is still the given one.</summary>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState);

    /// <summary>Fills the state from the store.</summary>
    Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ReadStateAsync(stateName, grainId, grainState);

    /// <summary>Stores the state if the stored version is still the given one.</summary>
    Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        WriteStateAsync(stateName, grainId, grainState);

    /// <summary>Removes the state if the stored version is still the given one.</summary>
    Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken) =>
        ClearStateAsync(stateName, grainId, grainState);
}

/// <summary>How a state becomes bytes.</summary>
public interface IGrainStorageSerializer
{
    /// <summary>The bytes of a state.</summary>
    BinaryData Serialize<T>(T? input);

    /// <summary>The state of such bytes.</summary>
    T? Deserialize<T>(BinaryData input);
}

/// <summary>Options of a storage whose serializer can be chosen.</summary>
public interface IStorageProviderSerializerOptions
{
    /// <summary>The serializer.</summary>
    IGrainStorageSerializer GrainStorageSerializer { get; set; }
}
