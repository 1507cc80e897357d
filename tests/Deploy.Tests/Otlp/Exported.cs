namespace GridGrains.Deploy.Tests;

/// <summary>A metric as it was exported.</summary>
/// <param name="Name">By OpenTelemetry's conventions.</param>
/// <param name="Unit">In UCUM.</param>
/// <param name="Kind">What kind of number it is.</param>
/// <param name="Attributes">The keys of all attributes of all of its points.</param>
internal sealed record ExportedMetric(string Name, string Unit, MetricKind Kind, IReadOnlySet<string> Attributes);

/// <summary>What kind of number a metric is.</summary>
internal enum MetricKind
{
    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>It only grows.</summary>
    Counter,

    /// <summary>Counts by size.</summary>
    Histogram,
}

/// <summary>A span as it was exported; ids are hexadecimal, and the parent of a root is empty.</summary>
internal sealed record ExportedSpan(string Trace, string Id, string Parent, string Name);
