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

    /// <summary>The largest body, in bytes: 1 KiB to 64 MiB.</summary>
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Reports of one bulk call that are on their way at once: 1 to 1,000.</summary>
    public int BulkParallelism { get; set; } = 64;

    /// <summary>Requests other than reports that one token may send in a second: 0 to 1,000,000. 0 is no limit. One more is answered 429, as with the next three.</summary>
    public int RequestsPerSecond { get; set; } = 2_000;

    /// <summary>Reports that one token may send in a second while no others report: 0 to 1,000,000. 0 is no limit. Those of a bulk call count one by one.</summary>
    public int ReportsPerSecond { get; set; } = 50_000;

    /// <summary>Reports that one token may send in a second while devices of the field report with other tokens: 0 to 1,000,000. 0 is no limit.</summary>
    public int SharedReportsPerSecond { get; set; } = 500;

    /// <summary>Reports that one place may take in a second, by this gateway: 0 to 1,000,000. 0 is no limit.</summary>
    public int PlaceReportsPerSecond { get; set; } = 5_000;

    /// <summary>How long the answer 429 is held back, so that asking again at once costs the one who asks: 0 to 5 s.</summary>
    public TimeSpan SlowDownDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Connections at once, those of the hub included: 10 to 1,000,000. One more is closed without an answer.</summary>
    public int MaxConnections { get; set; } = 25_000;

    /// <summary>
    /// Reports that are on their way to their leaves at once: 1 to 1,000,000. A quarter more may wait for a quarter of a second; the rest
    /// is answered 503.
    /// </summary>
    /// <remarks>
    /// 64 at once reach the full rate of a service on two cores, and more make only the batches larger. So many leave within a quarter of a second there.
    /// </remarks>
    public int ReportsInFlight { get; set; } = 2_000;

    /// <summary>Bytes of bodies of reports at once, at least <see cref="MaxBodyBytes"/> and at most 2 GiB. A body for which there is no room is answered 503.</summary>
    public int ReportBytesInFlight { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// How often in a second a report may be sent again, all reports together: 0 to 1,000,000. Where much fails at once, sending again
    /// would be most of the load; then the clients are asked to.
    /// </summary>
    public int RetriesPerSecond { get; set; } = 1_000;

    /// <summary>How long a report is sent again to a grain that is moving before the client is asked to: 0.1 to 4.5 s.</summary>
    public TimeSpan ReportPatience { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How long the canary of <c>/health/ready</c> may take: 0.1 to 10 s.</summary>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long a gateway that is told to stop goes on serving while it says that it is not ready, so that nobody sends it more: 0 to 5 min.</summary>
    public TimeSpan DrainDelay { get; set; }

    /// <summary>How long a gateway of its own waits, when it stops, for requests that are under way: 1 s to 10 min.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after its start a gateway that has not got whole totals yet says that it is not ready: 0 to 10 min.</summary>
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
        Check(wrong, nameof(options.MaxBodyBytes), options.MaxBodyBytes, 1024, 64 * 1024 * 1024);
        Check(wrong, nameof(options.BulkParallelism), options.BulkParallelism, 1, 1000);
        Check(wrong, nameof(options.RequestsPerSecond), options.RequestsPerSecond, 0, 1_000_000);
        Check(wrong, nameof(options.ReportsPerSecond), options.ReportsPerSecond, 0, 1_000_000);
        Check(wrong, nameof(options.SharedReportsPerSecond), options.SharedReportsPerSecond, 0, 1_000_000);
        Check(wrong, nameof(options.PlaceReportsPerSecond), options.PlaceReportsPerSecond, 0, 1_000_000);
        Check(wrong, nameof(options.SlowDownDelay), options.SlowDownDelay, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Check(wrong, nameof(options.MaxConnections), options.MaxConnections, 10, 1_000_000);
        Check(wrong, nameof(options.ReportsInFlight), options.ReportsInFlight, 1, 1_000_000);
        Check(wrong, nameof(options.ReportBytesInFlight), options.ReportBytesInFlight, options.MaxBodyBytes, int.MaxValue);
        Check(wrong, nameof(options.RetriesPerSecond), options.RetriesPerSecond, 0, 1_000_000);
        Check(wrong, nameof(options.ReportPatience), options.ReportPatience, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(4.5));
        Check(wrong, nameof(options.ReadyTimeout), options.ReadyTimeout, TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(10));
        Check(wrong, nameof(options.DrainDelay), options.DrainDelay, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Check(wrong, nameof(options.DrainTimeout), options.DrainTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        Check(wrong, nameof(options.WholeWithin), options.WholeWithin, TimeSpan.Zero, TimeSpan.FromMinutes(10));
        foreach (var origin in options.AllowedOrigins.Where(o => !IsOrigin(o)))
            wrong.Add($"Gateway:AllowedOrigins has '{origin}'; allowed is scheme://host[:port], http or https, without a path");
        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static void Check<T>(List<string> wrong, string key, T value, T least, T most) where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
            wrong.Add($"Gateway:{key} is {value}; allowed are {least} to {most}");
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.GetLeftPart(UriPartial.Authority) == text;
}
