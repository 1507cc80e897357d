using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using GridGrains.Gateway;
using GridGrains.Silo;

namespace GridGrains.Cli;

/// <summary>Writes docs/configuration.md from the classes of the options: names, defaults and ranges as the program has them, and what their comments say.</summary>
internal static class ConfigurationDocument
{
    private const string Silo = "silo, `serve`";
    private const string Gateway = "gateway, `serve`";

    private static readonly (string Process, OptionSection Section)[] Sections =
    [
        .. GatewaySections.Own.Select(s => (Gateway, s)),
        .. SiloSections.Own.Select(s => (Silo, s)),
        ("silo", SiloSections.Cluster),
        ("gateway", GatewaySections.Cluster),
        ("all", new(TelemetryOptions.Section, typeof(TelemetryOptions))),
    ];

    private const string Head =
        """
        # Configuration

        Written by `./gridgrains configuration > docs/configuration.md` from the options themselves; a test fails where this file is not what the program says.

        Every key may be set as an environment variable, as an argument of `GridGrains.Silo` and `GridGrains.Gateway` (`--Journal:QueueLimit 50000`), or in an `appsettings.json` beside
        the program. A time is written `hours:minutes:seconds`. A key that does not exist, a value that cannot be read or is out of its range keeps a process from starting, and a
        sentence says which, what it is, and what is allowed. Of a cluster all processes may share one environment: each reads what is its own. A gateway finds its silos by
        `Storage:Postgres`. `gridgrains serve` sets `Gateway:DataDirectory` and `Storage:Sqlite` itself, by `--data`.

        | key | environment | default | allowed | read by | what it does |
        |---|---|---|---|---|---|

        """;

    private const string Foot =
        """

        ## Keys of .NET and of OpenTelemetry

        | key | environment | what it does |
        |---|---|---|
        | `urls` | `urls` or `ASPNETCORE_URLS` | Where a gateway listens, several separated by `;`. Without it: `http://127.0.0.1:5080`, this machine only. `serve` has `--urls`. |
        | `Kestrel:Endpoints:NAME:Url` | `Kestrel__Endpoints__NAME__Url` | As above, one for each, each with a certificate of its own. |
        | `Kestrel:Certificates:Default:Path` | `Kestrel__Certificates__Default__Path` | The certificate for `https` addresses; `KeyPath` beside it. |
        | `Logging:LogLevel:CATEGORY` | `Logging__LogLevel__CATEGORY` | Which log lines are written. Below `Warning`, `Microsoft.AspNetCore` is not written whatever is said here: its lines hold tokens. |
        | `environment` | `ASPNETCORE_ENVIRONMENT` | `Production` unless said. In Production a gateway that other machines reach needs `Auth:Authority` or `Auth:Key`. |
        | `OTEL_EXPORTER_OTLP_ENDPOINT` | the same | Where metrics, traces and logs go; without it they go nowhere. |
        | `OTEL_EXPORTER_OTLP_PROTOCOL` | the same | `grpc` (unless said) or `http/protobuf`. |
        | `OTEL_EXPORTER_OTLP_HEADERS` | the same | Headers that the collector wants, as `key=value,key=value`. |
        | `OTEL_SERVICE_NAME` | the same | `gridgrains-silo`, `gridgrains-gateway` or `gridgrains` unless said. |
        | `OTEL_RESOURCE_ATTRIBUTES` | the same | What else the collector is told of this process, such as `service.instance.id=silo-1`. |

        """;

    /// <summary>The whole file.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head);
        foreach (var (process, section) in Sections)
        {
            var standard = Activator.CreateInstance(section.Options)!;
            foreach (var property in section.Properties)
                text.AppendLine(CultureInfo.InvariantCulture, $"| {Key(section, property)} | {Default(property.GetValue(standard))} | {Allowed(property)} | {process} | {Summaries.Of(property)} |");
        }
        return text.Append(Foot).ToString().ReplaceLineEndings("\n");
    }

    private static string Key(OptionSection section, PropertyInfo property)
    {
        var more = property.PropertyType == typeof(IList<string>) ? "0" : null;
        string[] path = [section.Name, property.Name, .. more is null ? [] : new[] { more }];
        return $"`{string.Join(':', path)}` | `{string.Join("__", path)}`";
    }

    private static string Default(object? value) => value switch
    {
        null or "" or IList<string> => "none",
        _ => $"`{Text(value)}`",
    };

    private static string Allowed(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>() switch
    {
        { } range when property.PropertyType == typeof(TimeSpan) => $"{range.Minimum} to {range.Maximum}",
        { } range => $"{Text(range.Minimum)} to {Text(range.Maximum)}",
        null when property.PropertyType == typeof(bool) => "true, false",
        _ => "",
    };

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        TimeSpan time => time.ToString(time.Milliseconds == 0 ? "c" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
