using System.Net;
using System.Net.Sockets;
using GridGrains.Faults;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.RollUp;
using GridGrains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace GridGrains.Silo;

/// <summary>Puts together what hosts the grains. The order is the order of starting, and backwards of stopping.</summary>
public static class SiloComposition
{
    private const string ServiceId = "gridgrains";

    /// <summary>
    /// Adds a silo that is a cluster by itself: the database is checked and its schema applied, the group commit starts, then the
    /// grains. Stopping ends the grains first, so that what they queued last is still written.
    /// </summary>
    public static IHostApplicationBuilder AddGridGrainsSilo(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddCrashPoints();
        services.AddGridGrainsStorage(builder.Configuration);
        services.AddRanged<GroupCommitOptions>("Journal");
        services.AddRanged<GridOptions>("Grid");
        services.AddRanged<RollUpOptions>("RollUp");
        services.AddRanged<SiloOptions>("Silo");
        services.AddSingleton<GroupCommit>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddSingleton<RollUpPace>();
        services.AddHostedService(provider => provider.GetRequiredService<RollUpPace>());
        builder.UseOrleans(silo => AddGrains(silo, builder.Configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Postgres)}"]));
        services.AddCurrentCity();
        return builder;
    }

    private static void AddGrains(ISiloBuilder silo, string? postgres)
    {
        silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: ServiceId, clusterId: ServiceId);
        if (postgres is null)
        {
            silo.Services.AddSqliteGrainStorage();
        }
        else
        {
            silo.AddAdoNetGrainStorage(LedgerStorage.Name, (AdoNetGrainStorageOptions options) =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = StorageServices.GrainStorageConnectionString(postgres);
            });
        }
        silo.Services.AddOptions<GrainCollectionOptions>()
            .Configure<IOptions<SiloOptions>>((collection, own) => collection.CollectionAge = own.Value.CollectionAge);
        silo.Services.AddOptions<SiloMessagingOptions>()
            .Configure<IOptions<SiloOptions>>((messaging, own) => messaging.ResponseTimeout = own.Value.ResponseTimeout);
    }

    private static void AddRanged<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new RangeRules<T>(section));
    }

    // Several services on one machine must not meet; nobody else needs to find this silo.
    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
