using System.Net;
using System.Net.Sockets;
using GridGrains.Emergencies;
using GridGrains.Faults;
using GridGrains.Grid;
using GridGrains.Journal;
using GridGrains.Metrics;
using GridGrains.Retention;
using GridGrains.Rewinding;
using GridGrains.RollUp;
using GridGrains.Rules;
using GridGrains.Storage;
using GridGrains.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace GridGrains.Silo;

/// <summary>Puts together what hosts the grains. The order is the order of starting, and backwards of stopping.</summary>
public static class SiloComposition
{
    private const string ServiceId = "gridgrains";
    private const double SlowestProbe = 2.5;

    /// <summary>
    /// Adds a silo that is a cluster by itself: the database is checked and its schema applied, the group commit starts, then the
    /// grains. Stopping ends the grains first, so that what they queued last is still written.
    /// </summary>
    public static IHostApplicationBuilder AddGridGrainsSilo(this IHostApplicationBuilder builder)
    {
        AddLedger(builder);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: ServiceId, clusterId: ServiceId);
            AddGrains(silo);
        });
        AddFollowers(builder.Services);
        return builder;
    }

    /// <summary>
    /// As <see cref="AddGridGrainsSilo"/>, as one of several processes that find each other in the PostgreSQL database. Gateways
    /// reach it as clients.
    /// </summary>
    public static IHostApplicationBuilder AddGridGrainsClusterSilo(this IHostApplicationBuilder builder)
    {
        ConfigurationCheck.Refuse(builder.Configuration, SiloSections.Cluster);
        var services = builder.Services;
        services.AddSingleton<IValidateOptions<StorageOptions>, ClusterStorageRules>();
        services.AddSingleton<IValidateOptions<ClusterMemberOptions>, ClusterMemberRules>();
        services.AddRanged<ClusterMemberOptions>(ClusterMemberOptions.Section);
        services.AddOptions<HostOptions>().Configure<IOptions<ClusterMemberOptions>>((host, member) => host.ShutdownTimeout = member.Value.DrainTimeout);
        services.AddDatabaseClock();
        services.AddSingleton<ILocalSiloDetails, SiloIdentity>();
        services.AddSingleton<PeerTable>();
        services.AddSingleton<PeerWatch>();
        AddLedger(builder);
        builder.UseOrleans(silo =>
        {
            JoinCluster(silo);
            AddGrains(silo);
        });
        AddFollowers(services);
        services.AddHostedService(provider => provider.GetRequiredService<PeerWatch>());
        return builder;
    }

    /// <summary>
    /// Reads the database's clock. A host makes all of its services before it starts the first of them, and Orleans' ask at once who the silo
    /// is, which is a matter of time: so this comes right after the host is built.
    /// </summary>
    public static Task ReadDatabaseClockAsync(this IHost host) =>
        host.Services.GetRequiredService<DatabaseClock>().LookAsync(CancellationToken.None);

    private static void AddLedger(IHostApplicationBuilder builder)
    {
        ConfigurationCheck.Refuse(builder.Configuration, SiloSections.Own);
        var services = builder.Services;
        services.AddCrashPoints();
        services.AddGridGrainsStorage(builder.Configuration);
        services.AddRanged<GroupCommitOptions>("Journal");
        services.AddRanged<GridOptions>("Grid");
        services.AddRanged<RollUpOptions>("RollUp");
        services.AddRanged<SiloOptions>("Silo");
        services.AddRanged<RetentionOptions>("Retention");
        services.AddSingleton<GroupCommit>();
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        services.AddSingleton<RollUpPace>();
        services.AddHostedService(provider => provider.GetRequiredService<RollUpPace>());
        services.AddSingleton<AreaOutboxes>();
        services.AddRules(builder.Configuration);
        services.AddEmergencyPlans(builder.Configuration);
        services.AddRewinding();
        services.AddRanged<WebhookOptions>(WebhookOptions.Section);
        services.AddWebhooks();
    }

    // What calls grains starts after them.
    private static void AddFollowers(IServiceCollection services)
    {
        services.AddCurrentCity();
        services.AddHostedService<SubjectRetention>();
        services.AddHostedService<EmergencyWatch>();
        services.AddHostedService<WebhookWatch>();
        services.AddHostedService<SiloReporter>();
    }

    private static void JoinCluster(ISiloBuilder silo)
    {
        silo.UseAdoNetClustering((AdoNetClusteringSiloOptions options) =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = StorageServices.ClusteringConnectionString(Postgres(silo) ?? "");
        });
        silo.Services.AddOptions<ClusterOptions>()
            .Configure<IOptions<ClusterMemberOptions>>((cluster, own) => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, own.Value.Id));
        silo.Services.AddOptions<EndpointOptions>().Configure<IOptions<ClusterMemberOptions>>((endpoints, own) =>
            (endpoints.AdvertisedIPAddress, endpoints.SiloPort, endpoints.GatewayPort) = (IPAddress.Parse(own.Value.Address), own.Value.SiloPort, own.Value.ClientPort));
        silo.Services.AddOptions<ClusterMembershipOptions>().Configure<IOptions<ClusterMemberOptions>>((membership, own) =>
        {
            membership.ProbeTimeout = own.Value.ProbeTimeout;
            membership.TableRefreshTimeout = own.Value.AliveInterval;
            membership.IAmAliveTablePublishTimeout = own.Value.AliveInterval;
            // Not every version of Orleans has these. The first bounds how long a silo that falls silent is still believed to be only slow.
            // The second takes a joining silo for dead when its machine's clock is five minutes behind, whatever the list of silos says.
            new ConfigurationBuilder()
                .AddInMemoryCollection([new("MaxProbeTimeout", (own.Value.ProbeTimeout * SlowestProbe).ToString()), new("EvictWhenMaxJoinAttemptTimeExceeded", "false")])
                .Build().Bind(membership);
        });
    }

    private static void AddGrains(ISiloBuilder silo)
    {
        if (Postgres(silo) is { } postgres)
        {
            silo.AddAdoNetGrainStorage(LedgerStorage.Name, (AdoNetGrainStorageOptions options) =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = StorageServices.GrainStorageConnectionString(postgres);
            });
        }
        else
        {
            silo.Services.AddSqliteGrainStorage();
        }
        silo.Services.AddOptions<GrainCollectionOptions>()
            .Configure<IOptions<SiloOptions>>((collection, own) => collection.CollectionAge = own.Value.CollectionAge);
        silo.Services.AddOptions<SiloMessagingOptions>()
            .Configure<IOptions<SiloOptions>>((messaging, own) => messaging.ResponseTimeout = own.Value.ResponseTimeout);
    }

    private static string? Postgres(ISiloBuilder silo) => silo.Configuration[$"{StorageOptions.Section}:{nameof(StorageOptions.Postgres)}"];

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
