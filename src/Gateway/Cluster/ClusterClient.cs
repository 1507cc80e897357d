using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Configuration;

namespace GridGrains.Gateway;

/// <summary>Makes a gateway a client of silos in other processes.</summary>
public static class ClusterClient
{
    // As the silos name it.
    private const string ServiceId = "gridgrains";

    /// <summary>Adds the client. It connects before the gateway listens, and finds other silos by itself as they come and go.</summary>
    public static WebApplicationBuilder AddGridGrainsClusterClient(this WebApplicationBuilder builder)
    {
        ConfigurationCheck.Refuse(builder.Configuration, GatewaySections.Cluster);
        var services = builder.Services;
        services.AddOptions<ClusterClientOptions>().BindConfiguration(ClusterClientOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ClusterClientOptions>, ClusterClientRules>();
        services.AddSingleton<IClientConnectionRetryFilter, FirstSilo>();
        // Of a process that is a silo too the silo's draining decides.
        services.AddOptions<HostOptions>().Configure<IOptions<GatewayOptions>>(
            (host, gateway) => host.ShutdownTimeout = gateway.Value.DrainDelay + gateway.Value.DrainTimeout);
        services.AddOptions<ClusterOptions>().Configure<IOptions<ClusterClientOptions>>(
            (cluster, own) => (cluster.ServiceId, cluster.ClusterId) = (ServiceId, own.Value.Id));
        services.AddOptions<Orleans.Configuration.GatewayOptions>().Configure<IOptions<ClusterClientOptions>>(
            (silos, own) => silos.GatewayListRefreshPeriod = own.Value.RefreshInterval);
        services.AddOptions<ClientMessagingOptions>().Configure<IOptions<ClusterClientOptions>>(
            (messaging, own) => messaging.ResponseTimeout = own.Value.ResponseTimeout);
        builder.UseOrleansClient(client => client.UseAdoNetClustering((AdoNetClusteringClientOptions options) =>
        {
            options.Invariant = "Npgsql";
            options.ConnectionString = ConnectionString(builder.Configuration[ClusterClientOptions.PostgresKey]);
        }));
        return builder;
    }

    // The list of silos is read now and then; one that cannot be read in time is read again.
    private static string ConnectionString(string? postgres) => new NpgsqlConnectionStringBuilder(postgres)
    {
        MaxPoolSize = 2,
        Timeout = 5,
        CommandTimeout = 5,
    }.ConnectionString;
}
