using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Puts the gateway together: what it consists of, and what a request passes on its way.</summary>
public static class GatewayComposition
{
    private const string ApiDocument = "v1";

    /// <summary>Adds the gateway's services. An <see cref="IGrainFactory"/> must come from a silo in this process or from a cluster client.</summary>
    public static WebApplicationBuilder AddGridGrainsGateway(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CurrentCity>();
        services.TryAddSingleton<CityFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<CityFollower>());
        AddOptions(services);
        AddAccess(services);
        AddEndpoints(services);
        AddApiDocument(services);
        ListenOnThisMachineOnly(builder);
        return builder;
    }

    /// <summary>Adds the way of a request: headers, failures, who it is, whether it may, pages, endpoints, hub.</summary>
    public static WebApplication MapGridGrainsGateway(this WebApplication app)
    {
        // Made now, so that a key that cannot be read or made stops the start and no request.
        app.Services.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemAnswers>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AccessGate>();
        app.UseAuthorization();
        app.UseMiddleware<Negotiation>();
        app.UseWebPages();
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "openapi";
            page.DocumentTitle = "GridGrains API";
            page.SwaggerEndpoint($"/openapi/{ApiDocument}.json", "GridGrains");
        });
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapRest();
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
            kestrel.Limits.MaxRequestBodySize = gateway.Value.MaxBodyBytes;
        });
    }

    private static void AddAccess(IServiceCollection services)
    {
        services.AddSingleton<KnownTokens>();
        services.AddTransient<TokenHandler>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, TokenValidation>();
        services.AddAuthentication(options =>
        {
            options.AddScheme<TokenHandler>(TokenHandler.Scheme, displayName: null);
            options.DefaultScheme = TokenHandler.Scheme;
        }).AddJwtBearer();
        services.AddAuthorization();
    }

    private static void AddEndpoints(IServiceCollection services)
    {
        services.AddSingleton<LedgerLookup>();
        services.AddSingleton<ReportSender>();
        services.AddSingleton<ReportDoor>();
        services.AddSingleton<ReportEndpoints>();
        services.AddSingleton<BulkEndpoints>();
        services.AddSingleton<PlaceEndpoints>();
        services.AddSingleton<ImportEndpoints>();
        services.AddSingleton<CampaignEndpoints>();
        services.AddSingleton<SnapshotEndpoints>();
        services.AddSingleton<HistoryEndpoints>();
        services.AddSingleton<SubjectEndpoints>();
        services.AddSingleton<AuditEndpoints>();
        services.AddSingleton<ExportEndpoints>();
        services.AddSingleton<HealthEndpoints>();
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
            .AddOperationTransformer<OperationTransformer>());
    }

    // Kestrel's own default would be another port; whoever wants other addresses says so.
    private static void ListenOnThisMachineOnly(WebApplicationBuilder builder)
    {
        string[] keys = ["urls", "http_ports", "https_ports"];
        var configuration = builder.Configuration;
        if (keys.All(key => string.IsNullOrEmpty(configuration[key])) && !configuration.GetSection("Kestrel:Endpoints").Exists())
            builder.WebHost.UseUrls(GatewayOptions.DefaultUrl);
    }
}
