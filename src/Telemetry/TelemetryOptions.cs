using System.ComponentModel.DataAnnotations;

namespace GridGrains;

/// <summary>What of this process is exported by OTLP. Section <c>Telemetry</c>. Where to is OpenTelemetry's own <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without it nothing is.</summary>
public sealed class TelemetryOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Telemetry";

    /// <summary>OpenTelemetry's own key of where a collector listens, as <c>http://collector:4317</c>.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>OpenTelemetry's own key of how a collector is spoken to.</summary>
    public const string ProtocolKey = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>Which part of the reports is traced from their coming in to the push: 0 is none, 1 is all. Decided by the gateway that takes the report in.</summary>
    [Range(0.0, 1.0)]
    public double TraceRatio { get; set; }

    /// <summary>Whether log lines are exported, as they are written to standard error.</summary>
    public bool Logs { get; set; } = true;

    /// <summary>How often metrics are exported.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan MetricInterval { get; set; } = TimeSpan.FromSeconds(15);
}
