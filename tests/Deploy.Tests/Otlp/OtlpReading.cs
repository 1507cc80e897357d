namespace GridGrains.Deploy.Tests;

/// <summary>Reads what an exporter sends by OTLP/HTTP in protobuf (opentelemetry-proto, collector services version 1).</summary>
internal static class OtlpReading
{
    /// <summary>The metrics of a request.</summary>
    public static List<ExportedMetric> Metrics(ReadOnlySpan<byte> request)
    {
        List<ExportedMetric> found = [];
        for (var resources = new ProtoReader(request); resources.Read();)
        {
            for (var scopes = new ProtoReader(resources.Bytes); scopes.Read();)
            {
                if (scopes.Field != 2)
                    continue;
                for (var metrics = new ProtoReader(scopes.Bytes); metrics.Read();)
                {
                    if (metrics.Field == 2)
                        found.Add(Metric(metrics.Bytes));
                }
            }
        }
        return found;
    }

    /// <summary>The spans of a request.</summary>
    public static List<ExportedSpan> Spans(ReadOnlySpan<byte> request)
    {
        List<ExportedSpan> found = [];
        foreach (var record in Records(request))
        {
            var span = new ExportedSpan("", "", "", "");
            for (var fields = new ProtoReader(record); fields.Read();)
            {
                span = fields.Field switch
                {
                    1 => span with { Trace = Convert.ToHexString(fields.Bytes) },
                    2 => span with { Id = Convert.ToHexString(fields.Bytes) },
                    4 => span with { Parent = Convert.ToHexString(fields.Bytes) },
                    5 => span with { Name = fields.Text },
                    _ => span,
                };
            }
            found.Add(span);
        }
        return found;
    }

    /// <summary>The bodies of the log records of a request.</summary>
    public static List<string> Logs(ReadOnlySpan<byte> request)
    {
        List<string> found = [];
        foreach (var record in Records(request))
        {
            for (var fields = new ProtoReader(record); fields.Read();)
            {
                if (fields.Field != 5)
                    continue;
                for (var value = new ProtoReader(fields.Bytes); value.Read();)
                {
                    if (value.Field == 1)
                        found.Add(value.Text);
                }
            }
        }
        return found;
    }

    // Requests of traces and of logs are alike: resources, scopes, records.
    private static List<byte[]> Records(ReadOnlySpan<byte> request)
    {
        List<byte[]> found = [];
        for (var resources = new ProtoReader(request); resources.Read();)
        {
            for (var scopes = new ProtoReader(resources.Bytes); scopes.Read();)
            {
                if (scopes.Field != 2)
                    continue;
                for (var records = new ProtoReader(scopes.Bytes); records.Read();)
                {
                    if (records.Field == 2)
                        found.Add(records.Bytes.ToArray());
                }
            }
        }
        return found;
    }

    private static ExportedMetric Metric(ReadOnlySpan<byte> message)
    {
        var (name, unit, kind) = ("", "", MetricKind.Gauge);
        HashSet<string> attributes = [];
        for (var fields = new ProtoReader(message); fields.Read();)
        {
            switch (fields.Field)
            {
                case 1:
                    name = fields.Text;
                    break;
                case 3:
                    unit = fields.Text;
                    break;
                case 5 or 7 or 9:
                    kind = Kind(fields.Field, fields.Bytes);
                    Attributes(fields.Bytes, fields.Field == 9 ? 9 : 7, attributes);
                    break;
            }
        }
        return new(name, unit, kind, attributes);
    }

    private static MetricKind Kind(int field, ReadOnlySpan<byte> message)
    {
        var grows = false;
        for (var fields = new ProtoReader(message); fields.Read();)
            grows |= fields.Field == 3 && fields.Number == 1;
        return field switch
        {
            9 => MetricKind.Histogram,
            7 when grows => MetricKind.Counter,
            _ => MetricKind.Gauge,
        };
    }

    private static void Attributes(ReadOnlySpan<byte> message, int attribute, HashSet<string> into)
    {
        for (var points = new ProtoReader(message); points.Read();)
        {
            if (points.Field != 1)
                continue;
            for (var fields = new ProtoReader(points.Bytes); fields.Read();)
            {
                if (fields.Field != attribute)
                    continue;
                for (var pair = new ProtoReader(fields.Bytes); pair.Read();)
                {
                    if (pair.Field == 1)
                        into.Add(pair.Text);
                }
            }
        }
    }
}
