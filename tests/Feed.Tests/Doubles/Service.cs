using GridGrains.Gateway;
using GridGrains.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GridGrains.Feed.Tests;

/// <summary>The real gateway on a real port, with grains that say what they are told to.</summary>
public sealed class Service : IAsyncLifetime
{
    internal const string FriendlyOrigin = "https://wall.example";

    private readonly string directory = Directory.CreateTempSubdirectory("gridgrains-feed").FullName;
    private WebApplication app = null!;

    internal FakeGrains Grains { get; private set; } = null!;

    /// <summary>Further settings, said before it starts.</summary>
    internal Dictionary<string, string?> Settings { get; init; } = [];

    /// <summary>Further services, added before it starts.</summary>
    internal Action<IServiceCollection> Configure { get; init; } = static _ => { };

    /// <summary>How many connections of the hub it has.</summary>
    internal int Connections => app.Services.GetRequiredService<HubDoor>().Count;

    internal Uri Address => new(app.Urls.First());

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://127.0.0.1:0",
            ["Gateway:DataDirectory"] = directory,
            ["Gateway:AllowedOrigins:0"] = FriendlyOrigin,
            ["Feed:MaxPlaces"] = "4",
            ["Feed:MaxTreeRows"] = "5",
        });
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Logging.ClearProviders();
        Grains = FakeGrains.Create(out var factory);
        builder.Services.AddSingleton(factory);
        builder.Services.AddSingleton(Town.City());
        builder.AddGridGrainsGateway();
        Configure(builder.Services);
        app = builder.Build();
        app.MapGridGrainsGateway();
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    internal Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    internal string Token(string role = "viewer", string place = "town", TimeSpan? ttl = null) =>
        LocalKey.Open(directory).IssueToken([role], [PlaceId.Parse(place)], ttl ?? TimeSpan.FromHours(1));

    internal Task<HubClient> ConnectAsync(string? token = null, Action<HubClient>? configure = null, string? origin = null) =>
        HubClient.ConnectAsync(Address, token ?? Token(), configure, origin, cancellation: TestContext.Current.CancellationToken);
}
