using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GridGrains;

/// <summary>
/// Listens to the meters and activity sources of this process while it runs, and exports what they say. It does what OpenTelemetry's package for hosts does.
/// </summary>
internal sealed class TelemetryExport(IOptions<TelemetryOptions> options, ResourceBuilder resource) : IHostedService, IDisposable
{
    private const string Own = "GridGrains.*";

    // Of the platform's meters those that the dashboards need. Its traces are left out: an address on the hub has the token in it.
    private static readonly string[] Platform = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql"];

    private MeterProvider? metrics;
    private TracerProvider? traces;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        metrics = Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter([Own, .. Platform])
            .AddOtlpExporter((_, reader) => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Value.MetricInterval.TotalMilliseconds)
            .Build();
        // A listener is asked about every report, so where none is traced there is none.
        if (options.Value.TraceRatio > 0)
        {
            traces = Sdk.CreateTracerProviderBuilder()
                .SetResourceBuilder(resource)
                .AddSource(Own)
                .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(options.Value.TraceRatio)))
                .AddOtlpExporter()
                .Build();
        }
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // At the very end, so that what is measured while the process stops is exported too.
    public void Dispose()
    {
        metrics?.Dispose();
        traces?.Dispose();
    }
}
