using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace GridGrains;

/// <summary>Puts the export of metrics, traces and logs into a process. The product itself knows .NET's own meters and activity sources only.</summary>
public static class TelemetryComposition
{
    /// <summary>Exports to the collector that <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names; without it, only the options are checked. To be called before what is to be exported to its end.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="service">What it is called where <c>OTEL_SERVICE_NAME</c> does not say.</param>
    public static IHostApplicationBuilder AddTelemetry(this IHostApplicationBuilder builder, string service)
    {
        ConfigurationCheck.Refuse(builder.Configuration, new OptionSection(TelemetryOptions.Section, typeof(TelemetryOptions)));
        builder.Services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryRules>();
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        if (string.IsNullOrEmpty(builder.Configuration[TelemetryOptions.EndpointKey]))
            return builder;
        var resource = Resource(service);
        builder.Services.AddHostedService(provider => new TelemetryExport(provider.GetRequiredService<IOptions<TelemetryOptions>>(), resource));
        if (builder.Configuration.GetValue($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Logs)}", true))
        {
            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeFormattedMessage = true;
                logs.SetResourceBuilder(resource).AddOtlpExporter();
            });
        }
        return builder;
    }

    // The environment's OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last and win.
    private static ResourceBuilder Resource(string service) => ResourceBuilder.CreateEmpty()
        .AddTelemetrySdk()
        .AddService(service, serviceVersion: typeof(TelemetryComposition).Assembly.GetName().Version?.ToString(3), serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
        .AddEnvironmentVariableDetector();
}
