using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Puts hub and feed into the gateway.</summary>
public static class FeedComposition
{
    // All walls and phones may come back in the same moment; who finds no room in the queue tries again a second later, and three.
    private const int ConnectingAtOnce = 8192;

    /// <summary>Adds the hub and what feeds it. Needs the gateway's other services and an <see cref="IGrainFactory"/>.</summary>
    public static IServiceCollection AddFeed(this IServiceCollection services)
    {
        FeedFigures.Publish();
        services.AddOptions<FeedOptions>().BindConfiguration(FeedOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FeedOptions>, FeedOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<FeedObserver>();
        services.AddSingleton<SnapshotFeed>();
        services.AddSingleton<TreeFeed>();
        services.AddSingleton<BoardFeed>();
        services.AddSingleton<PublicViews>();
        services.AddSingleton<PublicFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<BoardFeed>());
        services.AddSingleton<ConnectedClients>();
        services.AddSingleton<HubLifetimeManager<GridHub>>(provider => provider.GetRequiredService<ConnectedClients>());
        services.AddSingleton<HubDoor>();
        services.AddSingleton<RefusalFilter>();
        services.AddSingleton<CallLimits>();
        services.AddSignalR(hub =>
        {
            hub.AddFilter<RefusalFilter>();
            hub.AddFilter<CallLimits>();
        });
        services.AddOptions<HubOptions>().Configure<IOptions<FeedOptions>>(Limit);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<FeedOptions>>(
            (kestrel, feed) => kestrel.Limits.MaxResponseBufferSize = feed.Value.SendBufferBytes);
        services.Configure<SocketTransportOptions>(sockets => sockets.Backlog = ConnectingAtOnce);
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
        // Before the silo is gone, so that nothing of it is missed.
        services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(services.GetRequiredService<SnapshotFeed>().Stop);
        endpoints.MapPost($"{TokenValidation.HubPath}/negotiate", (RequestDelegate)HubDoor.NegotiateAsync).ExcludeFromDescription();
        var hub = endpoints.CreateApplicationBuilder();
        var atOnce = services.GetRequiredService<IOptions<FeedOptions>>().Value.SendBufferBytes;
        hub.Use(next => http =>
        {
            ClientUpgrade.Offer(http, atOnce);
            return next(http);
        });
        hub.UseWebSockets();
        hub.Run(services.GetRequiredService<HubDoor>().AcceptAsync);
        return endpoints.Map(TokenValidation.HubPath, hub.Build()).ExcludeFromDescription();
    }

    // A client's calls run one after another, so that Watch and Unwatch keep their order and one connection cannot hold much of the gateway.
    private static void Limit(HubOptions hub, IOptions<FeedOptions> feed)
    {
        hub.EnableDetailedErrors = false;
        hub.MaximumReceiveMessageSize = feed.Value.MaxMessageBytes;
        hub.MaximumParallelInvocationsPerClient = 1;
        hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
    }
}
