using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Grain states in a database.</summary>
public static class AdoNetGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds a storage of that name.</summary>
    public static ISiloBuilder AddAdoNetGrainStorage(
        this ISiloBuilder builder, string name, Action<AdoNetGrainStorageOptions> configureOptions) =>
        builder.AddAdoNetGrainStorage(name, options => options.Configure(configureOptions));

    /// <summary>Adds a storage of that name.</summary>
    public static ISiloBuilder AddAdoNetGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<AdoNetGrainStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(builder.Services.AddOptions<AdoNetGrainStorageOptions>(name));
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => AdoNetStorage.Create(services, name));
        return builder;
    }
}

/// <summary>Grain states in memory, which end with the process.</summary>
public static class MemoryGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds a storage of that name.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(
        this ISiloBuilder builder, string name, Action<MemoryGrainStorageOptions> configureOptions) =>
        builder.AddMemoryGrainStorage(name, options => options.Configure(configureOptions));

    /// <summary>Adds a storage of that name.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(
        this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
        builder.Services.AddKeyedSingleton<IGrainStorage>(name, (services, _) => MemoryStorage.Create(services, name));
        return builder;
    }
}
