using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GridGrains.Deploy.Tests;

/// <summary>Stands in for an OpenTelemetry collector: takes OTLP/HTTP in protobuf and remembers what came.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication app;

    private Collector(WebApplication app, Uri address)
    {
        this.app = app;
        Address = address;
        app.MapPost("/v1/metrics", http => TakeAsync(http, bytes =>
        {
            foreach (var metric in OtlpReading.Metrics(bytes))
                Metrics.AddOrUpdate(metric.Name, metric, (_, known) => known with { Attributes = known.Attributes.Union(metric.Attributes).ToHashSet() });
        }));
        app.MapPost("/v1/traces", http => TakeAsync(http, bytes => OtlpReading.Spans(bytes).ForEach(Spans.Enqueue)));
        app.MapPost("/v1/logs", http => TakeAsync(http, bytes => OtlpReading.Logs(bytes).ForEach(Logs.Enqueue)));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What was exported, by name.</summary>
    public ConcurrentDictionary<string, ExportedMetric> Metrics { get; } = new();

    /// <summary>The spans that were exported.</summary>
    public ConcurrentQueue<ExportedSpan> Spans { get; } = new();

    /// <summary>The texts of the log lines that were exported.</summary>
    public ConcurrentQueue<string> Logs { get; } = new();

    /// <summary>Starts one.</summary>
    public static async Task<Collector> StartAsync()
    {
        var address = new Uri($"http://127.0.0.1:{Loopback.FreePort()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address.ToString());
        var collector = new Collector(builder.Build(), address);
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task TakeAsync(HttpContext http, Action<byte[]> take)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        take(body.ToArray());
        http.Response.ContentType = "application/x-protobuf";
    }
}
