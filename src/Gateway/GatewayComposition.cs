using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Puts the gateway together: what it consists of, and what a request passes on its way.</summary>
public static class GatewayComposition
{
    private const string ApiDocument = "v1";

    /// <summary>Adds the gateway's services. An <see cref="IGrainFactory"/> must come from a silo in this process or a client.</summary>
    public static WebApplicationBuilder AddGridGrainsGateway(this WebApplicationBuilder builder)
    {
        ConfigurationCheck.Refuse(builder.Configuration, GatewaySections.Own);
        var services = builder.Services;
        services.AddCurrentCity();
        AddOptions(services);
        AddAccess(services);
        AddEndpoints(services);
        services.AddFeed();
        AddApiDocument(services);
        // Below warnings the web server tells of whole requests, and on the hub the token is in the query; whatever else is turned up, this is not.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        ListenOnThisMachineOnly(builder);
        return builder;
    }

    /// <summary>Adds the way of a request: headers, failures, who it is, whether it may, pages, endpoints, hub.</summary>
    public static WebApplication MapGridGrainsGateway(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemAnswers>();
        app.UseMiddleware<TlsOnly>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<RefusalWitness>();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<RequestLimits>();
        app.UseAuthorization();
        app.UseMiddleware<Negotiation>();
        app.UseWebPages();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/openapi"), reference => reference.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "openapi";
            page.DocumentTitle = "GridGrains API";
            page.SwaggerEndpoint($"/openapi/{ApiDocument}.json", "GridGrains");
        }));
        app.MapOpenApi($"/openapi/{ApiDocument}.json");
        app.MapRest();
        app.MapFeed();
        return app;
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<GatewayOptions>, GatewayOptionsRules>();
        services.AddSingleton<IValidateOptions<AuthOptions>, AuthOptionsRules>();
        services.AddOptions<GatewayOptions>().BindConfiguration(GatewayOptions.Section).ValidateOnStart();
        services.AddOptions<AuthOptions>().BindConfiguration(AuthOptions.Section).ValidateOnStart();
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>((kestrel, gateway) =>
        {
            kestrel.AddServerHeader = false;
            Limit(kestrel.Limits, gateway.Value);
        });
    }

    // All of them set, also where they are what Kestrel has anyway: docs/limits.md says why so much and no more.
    private static void Limit(KestrelServerLimits limits, GatewayOptions options)
    {
        limits.MaxRequestBodySize = options.MaxBodyBytes;
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.MaxConcurrentUpgradedConnections = options.MaxConnections;
        limits.MaxRequestLineSize = 8 * 1024;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBufferSize = Math.Max(options.MaxBodyBytes, 64 * 1024);
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        limits.Http2.MaxStreamsPerConnection = 100;
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<IValidateOptions<AuthOptions>, ProductionRules>();
        services.AddSingleton<Revocations>();
        services.AddHostedService(provider => provider.GetRequiredService<Revocations>());
        services.AddSingleton<Bearers>();
        services.AddSingleton<ReportLimits>();
        services.AddSingleton<SlowDown>();
        services.AddSingleton<KnownTokens>();
        services.AddTransient<TokenHandler>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenValidation>();
        services.AddAuthentication(options =>
        {
            options.AddScheme<TokenHandler>(TokenHandler.Scheme, displayName: null);
            options.DefaultScheme = TokenHandler.Scheme;
        }).AddJwtBearer();
        services.AddAuthorization();
        // At the start, so that a key that cannot be read or made stops the start and no request.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).ValidateOnStart();
        RemoveKeyRing(services);
    }

    // Authentication brings it for cookies, of which there are none; it would write keys into the home directory at the first start.
    private static void RemoveKeyRing(IServiceCollection services)
    {
        var ring = services.Where(s => s.ServiceType == typeof(IHostedService)
            && s.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly);
        foreach (var service in ring.ToArray())
            services.Remove(service);
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.AddSingleton<LedgerLookup>();
        services.AddSingleton<ReportGate>();
        services.AddSingleton<RetryBudget>();
        services.AddSingleton<ReportSender>();
        services.AddSingleton<ReportRedirect>();
        services.AddSingleton<ReportDoor>();
        services.AddSingleton<ReportEndpoints>();
        services.AddSingleton<BulkEndpoints>();
        services.AddSingleton<PlaceEndpoints>();
        services.AddSingleton<ImportEndpoints>();
        services.AddSingleton<CampaignEndpoints>();
        services.AddSingleton<ChangeEndpoints>();
        services.AddSingleton<EmergencyEndpoints>();
        services.AddSingleton<SnapshotEndpoints>();
        services.AddSingleton<HistoryEndpoints>();
        services.AddSingleton<SubjectEndpoints>();
        services.AddSingleton<PostEndpoints>();
        services.AddSingleton<AlertEndpoints>();
        services.AddSingleton<NoticeEndpoints>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<TrailEndpoints>();
        services.AddSingleton<OperationsEndpoints>();
        services.AddSingleton<RefusalTrail>();
        services.AddHostedService(provider => provider.GetRequiredService<RefusalTrail>());
        services.AddSingleton<ExportEndpoints>();
        services.AddSingleton<DailyEndpoints>();
        services.AddSingleton<RewindEndpoints>();
        services.AddSingleton<WebhookEndpoints>();
        services.AddSingleton<PlaceTable>();
        services.AddSingleton<ODataEndpoints>();
        services.AddSingleton<MapEndpoints>();
        services.AddSingleton<Dhis2Endpoints>();
        services.AddSingleton<RootsHeard>();
        services.AddSingleton<HealthEndpoints>();
        services.AddSingleton<Drain>();
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
    }

    private static void AddApiDocument(IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        services.AddOpenApi(ApiDocument, options => options
            .AddDocumentTransformer<DocumentTransformer>()
            .AddOperationTransformer<OperationTransformer>()
            .AddSchemaTransformer<SchemaTransformer>());
    }

    // Kestrel's own default would be another port; whoever wants other addresses says so.
    private static void ListenOnThisMachineOnly(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (ListenAddresses.Keys.All(key => string.IsNullOrEmpty(configuration[key])) && !configuration.GetSection(ListenAddresses.Endpoints).Exists())
            builder.WebHost.UseUrls(GatewayOptions.DefaultUrl);
    }
}
