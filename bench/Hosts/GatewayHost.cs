using System.Globalization;
using GridGrains.Gateway;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GridGrains.Bench.Hosts;

/// <summary>
/// A peer as a process: the gateway of GridGrains itself, whole (web server, token, limits, strict reading, receipt), in front of a backend that is not grains.
/// So every contender parses and answers the same, and what is compared is what stands behind it.
/// </summary>
internal static class GatewayHost
{
    /// <summary>Where it says what its backend has counted.</summary>
    public const string Totals = "/bench/totals";

    /// <summary>Serves until the process is killed; prints its address when it is ready.</summary>
    public static async Task<int> RunAsync(IBackend backend, string directory, int grids, bool hasHub, CancellationToken cancellation)
    {
        await using var held = backend;
        await using var app = Build(backend, directory, grids);
        app.Use(async (http, next) =>
        {
            if (http.Request.Path == Totals)
                await http.Response.WriteAsync(await TotalsAsync(backend, http), http.RequestAborted);
            else
                await next(http);
        });
        app.MapGridGrainsGateway();
        await app.StartAsync(cancellation);
        await app.Services.GetRequiredService<CurrentCity>().Known.WaitAsync(cancellation);
        Console.WriteLine(app.Urls.First());
        await using var hub = hasHub ? await TotalsHub.StartAsync(backend.NewestAsync, cancellation) : null;
        await app.WaitForShutdownAsync(cancellation);
        return 0;
    }

    private static WebApplication Build(IBackend backend, string directory, int grids)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Gateway:DataDirectory"] = directory,
        });
        builder.Logging.AddProcessLog().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(GatewayCalls.Create(backend, BenchTree.Image(BenchTree.Grids(grids))));
        builder.AddGridGrainsGateway();
        return builder.Build();
    }

    private static async Task<string> TotalsAsync(IBackend backend, HttpContext http)
    {
        var totals = await backend.TotalsAsync([.. http.Request.Query["place"].Select(p => p!)]);
        return string.Join(',', totals.Select(t => t.ToString(CultureInfo.InvariantCulture)));
    }
}
