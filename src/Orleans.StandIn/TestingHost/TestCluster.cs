using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>One silo and a way into it, for a test.</summary>
public class TestCluster : IDisposable, IAsyncDisposable
{
    private readonly TestClusterBuilder builder;
    private IHost? host;

    internal TestCluster(TestClusterBuilder builder) => this.builder = builder;

    /// <summary>What the cluster was asked to be.</summary>
    public TestClusterOptions Options => builder.Options;

    /// <summary>The way into the grains.</summary>
    public IGrainFactory GrainFactory => Client;

    /// <summary>The way into the grains.</summary>
    public IClusterClient Client => ServiceProvider.GetRequiredService<IClusterClient>();

    /// <summary>The client's services, which are the silo's.</summary>
    public IServiceProvider ServiceProvider =>
        host?.Services ?? throw new InvalidOperationException($"{nameof(DeployAsync)} has not been called.");

    /// <summary>Starts the silo; returns when it takes calls.</summary>
    /// <exception cref="OrleansConfigurationException">More than one silo was asked for.</exception>
    public async Task DeployAsync()
    {
        if (Options.InitialSilosCount != 1)
        {
            throw new OrleansConfigurationException(
                $"InitialSilosCount is {Options.InitialSilosCount}; the stand-in runs one silo, "
                + "several need the Orleans packages (OrleansSource=packages).");
        }
        var building = new HostBuilder();
        building.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(builder.Properties));
        foreach (var configure in builder.Configuration)
            building.ConfigureHostConfiguration(configure);
        building.UseOrleans(silo => silo.Configure<ClusterOptions>(options =>
            (options.ClusterId, options.ServiceId) = (Options.ClusterId, Options.ServiceId)));
        foreach (var configurator in builder.Configurators)
        {
            (configurator as IHostConfigurator)?.Configure(building);
            if (configurator is ISiloConfigurator silos)
                building.UseOrleans(silos.Configure);
        }
        host = building.Build();
        await host.StartAsync();
    }

    /// <summary>Stops the silo; returns when every activation has ended.</summary>
    public Task StopAllSilosAsync() => host?.StopAsync() ?? Task.CompletedTask;

    /// <summary>The silo's services.</summary>
    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) => ServiceProvider;

    /// <inheritdoc/>
    public void Dispose()
    {
        host?.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAllSilosAsync();
        Dispose();
        GC.SuppressFinalize(this);
    }
}
