using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace Orleans.Runtime;

/// <summary>What UseOrleans adds to a host.</summary>
internal static class SiloServices
{
    public static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(Silo)))
            return;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<Silo>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Silo>());
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().Factory);
        services.AddOptions<GrainCollectionOptions>()
            .Validate(
                options => options.CollectionQuantum > TimeSpan.Zero && options.CollectionAge > options.CollectionQuantum,
                "GrainCollectionOptions: CollectionQuantum must be greater than 0, and CollectionAge greater than CollectionQuantum.")
            .ValidateOnStart();
        services.AddOptions<SiloMessagingOptions>()
            .Validate(options => options.ResponseTimeout > TimeSpan.Zero, "SiloMessagingOptions: ResponseTimeout must be greater than 0.")
            .ValidateOnStart();
    }
}
