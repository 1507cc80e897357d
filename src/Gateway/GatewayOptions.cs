using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Limits and places of the gateway. Section <c>Gateway</c>.</summary>
public sealed class GatewayOptions
{
    /// <summary>Where they are in the configuration.</summary>
    public const string Section = "Gateway";

    /// <summary>What is listened on if nothing is configured: this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Where the local key is kept.</summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The largest body, in bytes.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Reports of one bulk call that are on their way at once.</summary>
    [Range(1, 1000)]
    public int BulkParallelism { get; set; } = 64;

    /// <summary>Requests other than reports that one token may send in a second. 0 is no limit. One more is answered 429, as with the next three.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerSecond { get; set; } = 2_000;

    /// <summary>Reports that one token may send in a second while no others report. 0 is no limit. Those of a bulk call count one by one.</summary>
    [Range(0, 1_000_000)]
    public int ReportsPerSecond { get; set; } = 50_000;

    /// <summary>Reports that one token may send in a second while devices of the field report with other tokens. 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int SharedReportsPerSecond { get; set; } = 500;

    /// <summary>Reports that one place may take in a second, by this gateway. 0 is no limit.</summary>
    [Range(0, 1_000_000)]
    public int PlaceReportsPerSecond { get; set; } = 5_000;

    /// <summary>How long the answer 429 is held back, so that asking again at once costs the one who asks.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:05")]
    public TimeSpan SlowDownDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Connections at once, those of the hub included. One more is closed without an answer.</summary>
    [Range(10, 1_000_000)]
    public int MaxConnections { get; set; } = 25_000;

    /// <summary>
    /// Reports that are on their way to their leaves at once. A quarter more may wait for a quarter of a second; the rest
    /// is answered 503.
    /// </summary>
    /// <remarks>
    /// 64 at once reach the full rate of a service on two cores, and more make only the batches larger. So many leave within a quarter of a second there.
    /// </remarks>
    [Range(1, 1_000_000)]
    public int ReportsInFlight { get; set; } = 2_000;

    /// <summary>Bytes of bodies of reports at once, at least <see cref="MaxBodyBytes"/> and at most 2 GiB. A body for which there is no room is answered 503.</summary>
    [Range(1024, int.MaxValue)]
    public int ReportBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How often in a second a report may be sent again, all reports together. Where much fails at once, sending again
    /// would be most of the load; then the clients are asked to.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RetriesPerSecond { get; set; } = 1_000;

    /// <summary>How long a report is sent again to a grain that is moving before the client is asked to.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:04.500")]
    public TimeSpan ReportPatience { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the canary of <c>/health/ready</c> may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a gateway that is told to stop goes on serving while it says that it is not ready, so that nobody sends it more.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long a gateway of its own waits, when it stops, for requests that are under way.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its start a gateway that has not got whole totals yet says that it is not ready.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan WholeWithin { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>Origins of pages on other hosts that may open the hub, as <c>https://wall.example</c>. The gateway's own always may.</summary>
    public IList<string> AllowedOrigins { get; } = [];
}

/// <summary>Says in a sentence what is wrong with <see cref="GatewayOptions"/>.</summary>
internal sealed class GatewayOptionsRules : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options)
    {
        List<string> wrong = [];
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
            wrong.Add("Gateway:DataDirectory is empty; it is the directory where the local key is kept");
        wrong.AddRange(OptionRanges.Sentences(GatewayOptions.Section, options));
        if (options.ReportBytesInFlight < options.MaxBodyBytes)
            wrong.Add($"Gateway:ReportBytesInFlight is {options.ReportBytesInFlight}; allowed are at least the {options.MaxBodyBytes} of Gateway:MaxBodyBytes");
        foreach (var origin in options.AllowedOrigins.Where(o => !IsOrigin(o)))
            wrong.Add($"Gateway:AllowedOrigins has '{origin}'; allowed is scheme://host[:port], http or https, without a path");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
