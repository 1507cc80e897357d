using GridGrains.Cli;
using GridGrains.Gateway;
using GridGrains.Silo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridGrains.EndToEnd.Tests;

/// <summary>The service in this process, by a clock with another date that a test moves on: days pass in a moment.</summary>
internal sealed class ShiftedService : IAsyncDisposable
{
    private static readonly TimeSpan TokenTtl = TimeSpan.FromHours(1);

    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("gridgrains-");
    private readonly ShiftedTime time;
    private readonly WebApplication app;

    private ShiftedService(ShiftedTime time)
    {
        this.time = time;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Gateway:DataDirectory"] = Data,
            ["Storage:Sqlite"] = new DataDirectory(Data).Ledger,
            ["Gateway:RequestsPerSecond"] = "0",
            ["Gateway:SharedReportsPerSecond"] = "0",
            ["Feed:CallsPerSecond"] = "0",
            ["Feed:Linger"] = "00:00:00",
        });
        builder.Services.AddSingleton<TimeProvider>(time);
        // Orleans stays with the machine's clock, which parts of it read past any other.
        builder.Services.AddKeyedSingleton(KeyedService.AnyKey, TimeProvider.System);
        builder.Logging.ClearProviders();
        builder.AddGridGrainsSilo();
        builder.AddGridGrainsGateway();
        app = builder.Build();
        app.MapGridGrainsGateway();
    }

    /// <summary>The data directory.</summary>
    public string Data => directory.FullName;

    /// <summary>Its clock.</summary>
    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>The address.</summary>
    public Uri Url => new(app.Urls.First());

    /// <summary>One whose clock is so far behind.</summary>
    public static async Task<ShiftedService> StartAsync(TimeSpan behind)
    {
        var time = new ShiftedTime();
        time.Advance(-behind);
        var service = new ShiftedService(time);
        await service.app.StartAsync(TestContext.Current.CancellationToken);
        await service.app.Services.GetRequiredService<CurrentCity>().Known.WaitAsync(TestContext.Current.CancellationToken);
        return service;
    }

    /// <summary>Time passes.</summary>
    public void Advance(TimeSpan by) => time.Advance(by);

    /// <summary>A token of the local key.</summary>
    public string Token(string role, string place) => LocalKey.Open(Data).IssueToken([role], [PlaceId.Parse(place)], TokenTtl);

    /// <summary>The service as a steward of a place sees it.</summary>
    public Api Api(string place) => new(Url, Token("steward", place), connections: 8, TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private sealed class ShiftedTime : TimeProvider
    {
        private long shift;

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

        public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
    }
}
