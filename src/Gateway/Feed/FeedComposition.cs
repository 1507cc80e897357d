using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Puts hub and feed into the gateway.</summary>
public static class FeedComposition
{
    private static readonly TimeSpan FullRetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Adds the hub and what feeds it. Needs the gateway's other services and an <see cref="IGrainFactory"/>.</summary>
    public static IServiceCollection AddFeed(this IServiceCollection services)
    {
        services.AddOptions<FeedOptions>().BindConfiguration(FeedOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedOptions>, FeedOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FeedObserver>();
        services.AddSingleton<SnapshotFeed>();
        services.AddSingleton<TreeFeed>();
        services.AddSingleton<BoardFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<BoardFeed>());
        services.AddSingleton<ConnectedClients>();
        services.AddSingleton<HubLifetimeManager<GridHub>>(provider => provider.GetRequiredService<ConnectedClients>());
        services.AddSingleton<RefusalFilter>();
        services.AddSignalR(hub => hub.AddFilter<RefusalFilter>());
        services.AddOptions<HubOptions>().Configure<IOptions<FeedOptions>>(Limit);
        // It would log every refusal as a failure, with what it refuses; failures are logged by RefusalFilter.
        services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None));
        services.RemoveAll<IHubProtocol>();
        services.AddSingleton<JsonHubProtocol>();
        services.AddSingleton<IHubProtocol>(provider => new RefusalProtocol(provider.GetRequiredService<JsonHubProtocol>()));
        return services;
    }

    /// <summary>Maps <c>/hub</c>.</summary>
    public static IEndpointConventionBuilder MapFeed(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var clients = services.GetRequiredService<ConnectedClients>();
        var limits = services.GetRequiredService<IOptions<FeedOptions>>().Value;
        // Before the silo is gone, so that nothing of it is missed.
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(services.GetRequiredService<SnapshotFeed>().Stop);
        var hub = endpoints.MapHub<GridHub>(TokenValidation.HubPath, options =>
        {
            options.CloseOnAuthenticationExpiration = true;
            options.Transports = HttpTransportType.WebSockets;
            options.ApplicationMaxBufferSize = limits.MaxMessageBytes;
            options.TransportMaxBufferSize = limits.SendBufferBytes;
        });
        hub.Add(endpoint => endpoint.RequestDelegate = WhileThereIsRoom(clients, limits.MaxConnections, endpoint.RequestDelegate!));
        return hub;
    }

    private static RequestDelegate WhileThereIsRoom(ConnectedClients clients, int most, RequestDelegate next) =>
        http => clients.Count < most ? next(http) : http.WriteProblemAsync(Problem.SlowDown(FullRetryAfter));

    // A client's calls run one after another, so that Watch and Unwatch keep their order and one connection cannot hold much of the gateway.
    private static void Limit(HubOptions hub, IOptions<FeedOptions> feed)
    {
        hub.EnableDetailedErrors = false;
        hub.MaximumReceiveMessageSize = feed.Value.MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = 1;
        hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
    }
}
