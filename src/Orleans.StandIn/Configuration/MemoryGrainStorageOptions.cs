using Orleans.Storage;

namespace Orleans.Configuration;

/// <summary>How states are kept in memory.</summary>
public class MemoryGrainStorageOptions : IStorageProviderSerializerOptions
{
    /// <inheritdoc/>
    public IGrainStorageSerializer GrainStorageSerializer { get; set; } = null!;
}
