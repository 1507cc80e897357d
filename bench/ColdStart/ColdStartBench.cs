using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using GridGrains.Bench.Measuring;
using GridGrains.Testing;

namespace GridGrains.Bench.ColdStart;

/// <summary>
/// From starting the service to the right total at the root of a scenario that has been played: nothing is in memory, every leaf
/// is read back and rolled up. Once with what the grains had saved when they were killed, which is a cache, and the journal.
/// </summary>
internal static class ColdStartBench
{
    private const string Sqlite = "cold start, SQLite";
    private const string Postgres = "cold start, PostgreSQL";

    public static async Task<int> RunAsync(string scenario, int rounds, CancellationToken cancellation)
    {
        var findings = new Findings();
        await MeasureAsync(Sqlite, scenario, null, rounds, findings.Runs, cancellation);
        if (PostgresServer.Unavailable is { } why)
        {
            findings.NotMeasured[Postgres] = why;
        }
        else
        {
            await using var postgres = await PostgresServer.StartAsync(cancellation);
            await MeasureAsync(Postgres, scenario, postgres.ConnectionString, rounds, findings.Runs, cancellation);
        }
        Comparison[] comparisons = [new(Sqlite, null, 30, 5, Most: true), new(Postgres, null, 30, 5, Most: true)];
        return await Result.KeepAsync("cold-start", findings, comparisons, new { scenario = Path.GetFileName(Path.TrimEndingDirectorySeparator(scenario)) });
    }

    private static async Task MeasureAsync(string name, string scenario, string? postgres, int rounds, List<Row> rows, CancellationToken cancellation)
    {
        using var campaigns = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(scenario, "campaigns.json"), cancellation));
        var (campaign, root) = (campaigns.RootElement[0].GetProperty("id").GetString()!, campaigns.RootElement[0].GetProperty("root").GetString()!);
        var directory = ServedProcess.NewDirectory();
        var service = await ServedProcess.StartAsync(directory, postgres, cancellation);
        var token = await service.TokenAsync(root, cancellation);
        await service.PlayAsync(scenario, token, cancellation);
        var played = await VersionAsync(service, token, campaign, root, cancellation);
        for (var round = 0; round < rounds; round++)
        {
            await service.KillAsync();
            var started = Stopwatch.GetTimestamp();
            service = await ServedProcess.StartAsync(directory, postgres, cancellation);
            var ready = Stopwatch.GetElapsedTime(started).TotalSeconds;
            while (await VersionAsync(service, token, campaign, root, cancellation) != played)
                await Task.Delay(10, cancellation);
            rows.Add(new(name, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 2), "seconds", new Dictionary<string, double>
            {
                ["secondsToReady"] = Math.Round(ready, 2),
                ["reports"] = played,
                ["load"] = Usage.Load,
            }, round));
        }
        await service.DisposeAsync();
    }

    private static async Task<long> VersionAsync(ServedProcess service, string token, string campaign, string root, CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = service.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var snapshot = JsonDocument.Parse(await http.GetStringAsync(new Uri($"/api/campaigns/{campaign}/places/{root}", UriKind.Relative), cancellation));
        return snapshot.RootElement.GetProperty("version").GetInt64();
    }
}
