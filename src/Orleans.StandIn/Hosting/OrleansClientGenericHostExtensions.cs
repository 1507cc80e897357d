using Orleans.Hosting;
using Orleans.Runtime;

namespace Microsoft.Extensions.Hosting;

/// <summary>A client in a process of its own: not in the stand-in.</summary>
public static class OrleansClientGenericHostExtensions
{
    /// <summary>Fails at once.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static IHostApplicationBuilder UseOrleansClient(
        this IHostApplicationBuilder hostAppBuilder, Action<IClientBuilder> configureDelegate) => throw OnlyPackages();

    /// <summary>Fails at once.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static IHostBuilder UseOrleansClient(this IHostBuilder hostBuilder, Action<IClientBuilder> configureDelegate) =>
        throw OnlyPackages();

    private static OrleansConfigurationException OnlyPackages() =>
        new("A client in a process of its own needs the Orleans packages: build with OrleansSource=packages. "
            + "In one process UseOrleans is enough.");
}
