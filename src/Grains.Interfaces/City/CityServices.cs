using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace GridGrains;

/// <summary>Gives a process its copy of the city.</summary>
public static class CityServices
{
    /// <summary>Adds <see cref="CurrentCity"/> and its <see cref="CityFollower"/>, once, however many parts of the process ask for them.</summary>
    public static IServiceCollection AddCurrentCity(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CurrentCity>();
        services.TryAddSingleton<CityFollower>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CityFollower>(provider => provider.GetRequiredService<CityFollower>()));
        return services;
    }
}
