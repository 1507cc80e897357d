using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace GridGrains.Silo;

/// <summary>What a silo of a cluster answers over HTTP, at its health port: that it lives, whether it is ready, and what it sees of its peers.</summary>
internal static class SiloHealth
{
    /// <summary>Listens at the health port and nowhere else.</summary>
    public static void AddSiloHealth(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ClusterMemberOptions>>((kestrel, own) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Parse(own.Value.Address), own.Value.HealthPort);
        });
        // Kestrel would say that it does not listen at a default address.
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "");
    }

    /// <summary>Where a silo with this configuration is asked.</summary>
    public static Uri Address(IConfiguration configuration)
    {
        var own = new ClusterMemberOptions();
        configuration.GetSection(ClusterMemberOptions.Section).Bind(own);
        return new UriBuilder(Uri.UriSchemeHttp, own.Address, own.HealthPort).Uri;
    }

    /// <summary>Maps the addresses. No token is asked for: nothing but the state of silos is told.</summary>
    public static void MapSiloHealth(this WebApplication app)
    {
        var watch = app.Services.GetRequiredService<PeerWatch>();
        var lifetime = app.Services.GetRequiredService<IHostApplicationLifetime>();
        app.MapGet("/health/live", () => Results.Json(new { status = "live" }));
        app.MapGet("/health/started", () => lifetime.ApplicationStarted.IsCancellationRequested
            ? Results.Json(new { status = "started" })
            : Results.Problem("this silo is joining the cluster", statusCode: 503, title: "Not available now", type: "urn:gridgrains:unavailable"));
        app.MapGet("/health/ready", () => watch.View.Database && !lifetime.ApplicationStopping.IsCancellationRequested
            ? Results.Json(new { status = "ready" })
            : Results.Problem("this silo does not reach the database, or stops", statusCode: 503, title: "Not available now", type: "urn:gridgrains:unavailable"));
        app.MapGet(PeerWatch.Path, () => Results.Json(watch.View));
    }
}
