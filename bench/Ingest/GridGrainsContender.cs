using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using GridGrains.Testing;

namespace GridGrains.Bench.Ingest;

/// <summary>GridGrains as its users run it: `gridgrains serve` as a process of its own.</summary>
internal sealed class GridGrainsContender : IContender
{
    private readonly ServedProcess service;
    private readonly PostgresServer? postgres;
    private readonly HttpClient http;

    private GridGrainsContender(string name, ServedProcess service, PostgresServer? postgres, string token)
    {
        Name = name;
        this.service = service;
        this.postgres = postgres;
        Token = token;
        http = new HttpClient { BaseAddress = service.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public string Name { get; }

    public string Token { get; }

    public IPEndPoint Address => new(IPAddress.Loopback, service.Url.Port);

    public IReadOnlyList<string> ReportPaths { get; } =
        [.. BenchCity.Grids.Select(g => $"/api/campaigns/{BenchCity.Campaign}/places/{g}/reports")];

    public TimeSpan? ProcessorTime => service.ProcessorTime;

    /// <summary>This build on SQLite, or another one.</summary>
    public static Task<IContender> OnSqliteAsync(string? program, CancellationToken cancellation) =>
        StartAsync(NameOf(program, "SQLite"), program, null, cancellation);

    /// <summary>This build on a PostgreSQL of its own, or another one.</summary>
    public static async Task<IContender> OnPostgresAsync(string? program, CancellationToken cancellation) =>
        await StartAsync(NameOf(program, "PostgreSQL"), program, await PostgresServer.StartAsync(cancellation), cancellation);

    public async Task<long> TotalAsync(CancellationToken cancellation)
    {
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(
            new Uri($"/api/campaigns/{BenchCity.Campaign}/places/{BenchCity.Root}", UriKind.Relative), cancellation));
        return snapshot.RootElement.GetProperty("counts").TryGetProperty("tests.sampled", out var people) ? people.GetInt64() : 0;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await service.DisposeAsync();
        if (postgres is not null)
            await postgres.DisposeAsync();
    }

    private static string NameOf(string? program, string database) => program is null ? $"GridGrains, {database}" : $"GridGrains, other build, {database}";

    private static async Task<IContender> StartAsync(string name, string? program, PostgresServer? postgres, CancellationToken cancellation)
    {
        var service = await ServedProcess.StartAsync(ServedProcess.NewDirectory(), postgres?.ConnectionString, cancellation, program: program);
        var contender = new GridGrainsContender(name, service, postgres, await service.TokenAsync(BenchCity.Root, cancellation));
        await BenchCity.PutAsync(contender.http, cancellation);
        return contender;
    }
}
