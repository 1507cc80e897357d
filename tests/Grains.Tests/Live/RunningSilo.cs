using GridGrains.Journal;
using GridGrains.Silo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GridGrains.Grains.Tests.Live;

/// <summary>The real silo on a SQLite file of its own, in this process; it can be stopped and started again on the same file.</summary>
internal sealed class RunningSilo(TimeProvider time, params (string Key, string Value)[] settings) : IAsyncDisposable
{
    public const string Campaign = "round";
    public const string Root = "a";

    private readonly string directory = Directory.CreateTempSubdirectory("gridgrains-test-").FullName;
    private IHost? host;

    public string DatabaseFile => Path.Combine(directory, "gridgrains.db");

    public IGrainFactory Grains => host!.Services.GetRequiredService<IGrainFactory>();

    public IJournalStore Journal => host!.Services.GetRequiredService<IJournalStore>();

    /// <summary>A silo with a tree of two villages of three grids each, and a campaign.</summary>
    public static Task<RunningSilo> StartAsync(params (string Key, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    /// <summary>As above, by another clock.</summary>
    public static async Task<RunningSilo> StartAsync(TimeProvider time, params (string Key, string Value)[] settings)
    {
        var silo = new RunningSilo(time, settings);
        await silo.StartHostAsync();
        var city = silo.Grains.GetGrain<ICityGrain>(0);
        var rows = City.CityFacts.Rows(
            "a/town", "a.v1/village", "a.v1.g1/grid/10", "a.v1.g2/grid/20", "a.v1.g3/grid/30", "a.v2/village", "a.v2.g1/grid/40", "a.v2.g2/grid/50", "a.v2.g3/grid/60");
        Assert.Empty((await city.ImportPlaces(rows, dryRun: false, "test")).Errors);
        Assert.Empty((await city.PutCampaign(City.CityFacts.Campaign(Campaign, Root), "test")).Errors);
        await silo.FollowCityAsync();
        return silo;
    }

    public CurrentCity CurrentCity => host!.Services.GetRequiredService<CurrentCity>();

    public async Task CloseCampaignAsync()
    {
        Assert.Empty((await Grains.GetGrain<ICityGrain>(0).CloseCampaign(Campaign, "test")).Errors);
        await FollowCityAsync();
    }

    public async Task FollowCityAsync() => await host!.Services.GetRequiredService<CityFollower>().RefreshAsync();

    public async Task RestartAsync()
    {
        await StopHostAsync();
        await StartHostAsync();
    }

    /// <summary>The files of the database as they are when nobody has them open.</summary>
    public async Task<byte[]> RestartAndReadFilesAsync()
    {
        await StopHostAsync();
        var files = Directory.GetFiles(directory).SelectMany(File.ReadAllBytes).ToArray();
        await StartHostAsync();
        return files;
    }

    /// <summary>As after a power cut between the last report and the next save, as far as what is saved goes.</summary>
    public async Task RestartWithoutSavedStateAsync()
    {
        await StopHostAsync();
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={DatabaseFile};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "delete from grain_state";
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }
        await StartHostAsync();
    }

    public IGridGrain Grid(string place) => Grains.GetGrain<IGridGrain>(Key(place));

    public IAreaGrain Area(string place) => Grains.GetGrain<IAreaGrain>(Key(place));

    public IJournalGrain Recounter(string place) => Grains.GetGrain<IJournalGrain>(Key(place));

    public static string Key(string place) => $"{Campaign}/{place}";

    public async Task<Receipt> ReportAsync(string place, params Observation[] observations)
    {
        var answer = await Grid(place).Report(Facts.Report(observations), Facts.Reporter);
        Assert.Equal(ReportRefusal.None, answer.Refusal);
        return answer.Receipt!;
    }

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        Directory.Delete(directory, recursive: true);
    }

    private async Task StartHostAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Storage:Sqlite"] = DatabaseFile,
            ["RollUp:Interval"] = "00:00:00.020",
            ["RollUp:SilenceInterval"] = "00:00:00.200",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.Services.AddSingleton(time);
        // Orleans stays with the machine's clock, which parts of it read past any other.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.AddGridGrainsSilo();
        host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.Services.GetRequiredService<CurrentCity>().Known.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private async Task StopHostAsync()
    {
        await host!.StopAsync(TestContext.Current.CancellationToken);
        host.Dispose();
    }
}
