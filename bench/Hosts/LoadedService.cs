using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GridGrains.Bench.Ingest;
using GridGrains.Bench.Redis;
using GridGrains.Gateway;
using GridGrains.Testing;

namespace GridGrains.Bench.Hosts;

/// <summary>A service that takes the benchmark's reports, with the processes it consists of; ended with this.</summary>
internal sealed class LoadedService : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> parts = [];
    private readonly HttpClient http;
    private readonly bool isPeer;

    private LoadedService(Uri url, string directory, int process, bool isPeer)
    {
        Address = new(IPAddress.Loopback, url.Port);
        Process = process;
        this.isPeer = isPeer;
        Token = LocalKey.Open(directory).IssueToken(["steward"], [PlaceId.Parse(BenchCity.Root)], TimeSpan.FromHours(12));
        http = new HttpClient { BaseAddress = url, Timeout = TimeSpan.FromMinutes(5) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    public IPEndPoint Address { get; }

    public string Token { get; }

    /// <summary>Of the service.</summary>
    public int Process { get; }

    /// <summary>First processes of the databases behind it.</summary>
    public IReadOnlyList<int> Databases { get; private init; } = [];

    /// <summary>Where a plain hub of the peer pushes totals; null if it has none.</summary>
    public IPEndPoint? Hub { get; private init; }

    /// <summary>GridGrains as its users run it: <c>gridgrains serve</c>.</summary>
    /// <param name="onPostgres">On a PostgreSQL of its own; else on SQLite.</param>
    /// <param name="grids">Size of the city.</param>
    /// <param name="program">Another build's <c>gridgrains.dll</c>; null for this one.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<LoadedService> OwnAsync(
        bool onPostgres, int grids, string? program, IReadOnlyDictionary<string, string>? settings, CancellationToken cancellation)
    {
        var postgres = onPostgres ? await PostgresServer.StartAsync(cancellation) : null;
        var directory = ServedProcess.NewDirectory();
        var served = await ServedProcess.StartAsync(directory, postgres?.ConnectionString, cancellation, settings, program: program);
        var service = new LoadedService(served.Url, directory, served.Process.Id, isPeer: false) { Databases = FirstOf(postgres) };
        service.parts.Add(served);
        service.parts.AddRange(postgres is null ? [] : [postgres]);
        await service.PutCityAsync(grids, cancellation);
        return service;
    }

    /// <summary>GridGrains put together here, on SQLite or with a journal that keeps nothing.</summary>
    public static async Task<LoadedService> OwnHostAsync(bool keepsNothing, int grids, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("gridgrains-bench-").FullName;
        var host = await BenchProcess.StartAsync(["own", directory, "--keeps-nothing", keepsNothing.ToString()], cancellation);
        var service = new LoadedService(host.Url, directory, host.Process.Id, isPeer: false);
        service.parts.AddRange([host, new Folder(directory)]);
        await service.PutCityAsync(grids, cancellation);
        return service;
    }

    /// <summary>A peer: this program as <c>peer</c>, with the database that it needs.</summary>
    /// <param name="kind">As <see cref="PeerKinds"/> names it.</param>
    /// <param name="grids">Size of the city.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    public static async Task<LoadedService> PeerAsync(string kind, int grids, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("gridgrains-bench-").FullName;
        var postgres = PeerKinds.NeedsPostgres(kind) ? await PostgresServer.StartAsync(cancellation) : null;
        var redis = PeerKinds.RedisSync(kind) is { } sync ? await RedisServer.StartAsync(sync, cancellation) : null;
        List<string> arguments = ["peer", kind, directory, "--grids", grids.ToString(CultureInfo.InvariantCulture)];
        if (postgres is not null)
            arguments.AddRange(["--postgres", postgres.ConnectionString]);
        if (redis is not null)
            arguments.AddRange(["--redis", redis.Port.ToString(CultureInfo.InvariantCulture)]);
        var host = await BenchProcess.StartAsync(arguments, cancellation);
        var hub = PeerKinds.HasHub(kind) ? new Uri((await host.Process.StandardOutput.ReadLineAsync(cancellation))!) : null;
        var service = new LoadedService(host.Url, directory, host.Process.Id, isPeer: true)
        {
            Databases = [.. FirstOf(postgres), .. redis is null ? [] : new[] { redis.Process.Id }],
            Hub = hub is null ? null : new(IPAddress.Loopback, hub.Port),
        };
        service.parts.Add(host);
        service.parts.AddRange(postgres is null ? [] : [postgres]);
        service.parts.AddRange(redis is null ? [] : [redis]);
        service.parts.Add(new Folder(directory));
        return service;
    }

    /// <summary>Where reports of a grid go.</summary>
    public static string PathOf(string grid) => $"/api/campaigns/{BenchCity.Campaign}/places/{grid}/reports";

    /// <summary>The people sampled at a place.</summary>
    public async Task<long> TotalAsync(string place, CancellationToken cancellation)
    {
        if (isPeer)
            return long.Parse(await http.GetStringAsync(new Uri($"{GatewayHost.Totals}?place={place}", UriKind.Relative), cancellation), CultureInfo.InvariantCulture);
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/campaigns/{BenchCity.Campaign}/places/{place}", UriKind.Relative), cancellation));
        return snapshot.RootElement.GetProperty("counts").TryGetProperty("tests.sampled", out var people) ? people.GetInt64() : 0;
    }

    /// <summary>Bytes of its heap after a full collection; only of one that was put together here.</summary>
    public async Task<long> HeapAsync(CancellationToken cancellation) =>
        long.Parse(await http.GetStringAsync(new Uri(OwnHost.Heap, UriKind.Relative), cancellation), CultureInfo.InvariantCulture);

    /// <summary>Counts that areas were sent by their children; only of one that was put together here.</summary>
    public async Task<long> MessagesUpAsync(CancellationToken cancellation) =>
        long.Parse(await http.GetStringAsync(new Uri(OwnHost.Messages, UriKind.Relative), cancellation), CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        foreach (var part in parts)
            await part.DisposeAsync();
    }

    // In pieces, for a body may have 256 KiB.
    private async Task PutCityAsync(int grids, CancellationToken cancellation)
    {
        foreach (var piece in BenchTree.Places(BenchTree.Grids(grids)).Chunk(4_000))
            await BenchCity.PutAsync(http, "/api/places", BenchTree.Csv(piece), "text/csv", cancellation);
        await BenchCity.PutCampaignAsync(http, cancellation);
    }

    private static int[] FirstOf(PostgresServer? postgres) => postgres is null ? [] : [postgres.ProcessIds()[0]];

    private sealed class Folder(string path) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            Directory.Delete(path, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
