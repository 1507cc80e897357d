using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Hosting;

/// <summary>Several silos over a database: not in the stand-in.</summary>
public static class AdoNetHostingExtensions
{
    /// <summary>Fails at once.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static ISiloBuilder UseAdoNetClustering(this ISiloBuilder builder, Action<AdoNetClusteringSiloOptions> configureOptions) =>
        throw OnlyPackages();

    /// <summary>Fails at once.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static ISiloBuilder UseAdoNetClustering(
        this ISiloBuilder builder, Action<OptionsBuilder<AdoNetClusteringSiloOptions>> configureOptions) => throw OnlyPackages();

    /// <summary>Fails at once.</summary>
    /// <exception cref="OrleansConfigurationException">Always.</exception>
    public static IClientBuilder UseAdoNetClustering(this IClientBuilder builder, Action<AdoNetClusteringClientOptions> configureOptions) =>
        throw OnlyPackages();

    private static OrleansConfigurationException OnlyPackages() =>
        new("A cluster of several silos needs the Orleans packages: build with OrleansSource=packages. "
            + "The stand-in runs in one process only.");
}
