using GridGrains.Bench.Hosts;
using GridGrains.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace GridGrains.Bench.Peers;

/// <summary>
/// Orleans by its tutorial: a grain for each grid that writes its state, through the ADO.NET storage on PostgreSQL, after each observation or each report. It
/// sends nothing up the tree; totals are asked of the grids. By the packages it is Orleans' own provider; by the stand-in the stand-in's, on the same table and statements.
/// </summary>
internal sealed class StateBackend : IBackend
{
    private readonly IHost host;
    private readonly IGrainFactory grains;
    private readonly int grids;
    private readonly bool eachByItself;

    private StateBackend(IHost host, int grids, bool eachByItself)
    {
        this.host = host;
        this.grids = grids;
        this.eachByItself = eachByItself;
        grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    public static async Task<IBackend> StartAsync(string postgres, int grids, bool eachByItself, CancellationToken cancellation)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProcessLog().SetMinimumLevel(LogLevel.Warning);
        // It prepares the tables of Orleans' storage.
        builder.Configuration["Storage:Postgres"] = postgres;
        builder.Services.AddGridGrainsStorage(builder.Configuration);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: ServedProcess.FreePort(), gatewayPort: 0, serviceId: "peer", clusterId: "peer");
            silo.AddAdoNetGrainStorage(TallyGrain.Storage, (AdoNetGrainStorageOptions options) =>
            {
                options.Invariant = "Npgsql";
                options.ConnectionString = $"{postgres};Maximum Pool Size=128;Max Auto Prepare=8;No Reset On Close=true";
            });
        });
        var host = builder.Build();
        await host.StartAsync(cancellation);
        return new StateBackend(host, grids, eachByItself);
    }

    public async ValueTask<bool> TakeAsync(string place, Report report)
    {
        var values = new long[report.Observations.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = report.Observations[i].Value;
        return await grains.GetGrain<ITallyGrain>(place).Report(report.ReportId, values, eachByItself);
    }

    public async Task<long[]> TotalsAsync(IReadOnlyList<string> places)
    {
        var people = await Task.WhenAll(BenchTree.Grids(grids).Select(async grid => (Grid: grid, People: await grains.GetGrain<ITallyGrain>(grid).People())));
        return [.. places.Select(place => people.Where(p => p.Grid == place || p.Grid.StartsWith(place + ".", StringComparison.Ordinal)).Sum(p => p.People))];
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
