using System.Net.Http.Headers;
using System.Net.Http.Json;
using GridGrains.Gateway;

namespace GridGrains.Deploy.Tests;

/// <summary>A served process that exports to a collector, some reports to it, and a client that watches: what every fact about the export looks at.</summary>
public sealed class Watched : IAsyncLifetime
{
    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";
    private const string Leaf = "enping.shengtang.v01.g01";

    private readonly DirectoryInfo home = Directory.CreateTempSubdirectory("gridgrains-");
    private readonly Uri url = new($"http://127.0.0.1:{Loopback.FreePort()}/");
    private Collector? collector;
    private StartedProgram? service;
    private HubClient? wall;

    /// <summary>Where the service is.</summary>
    public Uri Url => url;

    internal Collector Collector => collector!;

    public async ValueTask InitializeAsync()
    {
        collector = await Collector.StartAsync();
        service = StartedProgram.Start(
            StartedProgram.Built,
            new Dictionary<string, string>
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "500",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "500",
                ["Telemetry__MetricInterval"] = "00:00:00.5",
                ["Telemetry__TraceRatio"] = "1",
            },
            ["serve", "--empty", "--data", home.FullName, "--urls", url.GetLeftPart(UriPartial.Authority)]);
        await Wait.UntilAsync("the service prints its address", () => service.Output.Contains("GridGrains serves", StringComparison.Ordinal) || service.HasEnded);
        await StartedProgram.RunAsync(0, "import", Path.Combine(AppContext.BaseDirectory, "scenarios", "shengtang"), "--url", url.ToString(), "--data", home.FullName);
        wall = await HubClient.ConnectAsync(url, Token("viewer"), cancellation: TestContext.Current.CancellationToken);
        await wall.WatchAsync(Campaign, Town);
    }

    /// <summary>Sends one report.</summary>
    internal async Task ReportAsync()
    {
        using var phone = new HttpClient { BaseAddress = url };
        phone.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token("reporter"));
        var report = new { reportId = Guid.NewGuid(), observations = new[] { new { series = "tests.sampled", subject = $"T{Guid.NewGuid():N}"[..8], value = 7, at = "2022-10-06T09:12:31Z" } } };
        using var answer = await phone.PostAsJsonAsync($"api/campaigns/{Campaign}/places/{Leaf}/reports", report);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (wall is not null)
            await wall.DisposeAsync();
        if (service is not null)
            await service.DisposeAsync();
        if (collector is not null)
            await collector.DisposeAsync();
        home.Delete(recursive: true);
    }

    private string Token(string role) => LocalKey.Open(home.FullName).IssueToken([role], [PlaceId.Parse(Town)], TimeSpan.FromHours(1));
}
