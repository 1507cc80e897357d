using System.Net;

namespace GridGrains.Gateway;

/// <summary>An address on which the gateway is to listen, as it is configured.</summary>
/// <param name="Text">As it was written.</param>
/// <param name="IsTls">Whether it is spoken to over TLS.</param>
/// <param name="IsLoopback">Whether only this machine reaches it. A name other than <c>localhost</c> is every address, as Kestrel takes it.</param>
internal sealed record ListenAddress(string Text, bool IsTls, bool IsLoopback);

/// <summary>Reads the addresses from wherever they may be configured; without any it is <see cref="GatewayOptions.DefaultUrl"/>.</summary>
internal static class ListenAddresses
{
    /// <summary>The keys of addresses and ports, beside Kestrel's own endpoints.</summary>
    public static readonly string[] Keys = ["urls", "http_ports", "https_ports"];

    /// <summary>Kestrel's own section.</summary>
    public const string Endpoints = "Kestrel:Endpoints";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ListenAddress> Of(IConfiguration configuration)
    {
        // Kestrel's own endpoints take the place of addresses, and addresses that of ports.
        string[] all = [.. configuration.GetSection(Endpoints).GetChildren().Select(e => e["Url"] ?? "")];
        if (all.Length == 0)
            all = Split(configuration["urls"]);
        if (all.Length == 0)
            all = [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Split(configuration["https_ports"]).Select(port => $"https://*:{port}")];
        return [.. (all.Length == 0 ? [GatewayOptions.DefaultUrl] : all).Select(Read)];
    }

    /// <summary>Where a gateway with this configuration is reached from its own machine.</summary>
    public static Uri OnThisMachine(IConfiguration configuration)
    {
        var address = Microsoft.AspNetCore.Http.BindingAddress.Parse(Of(configuration)[0].Text);
        return new UriBuilder(address.Scheme, "127.0.0.1", address.Port).Uri;
    }

    private static string[] Split(string? list) => (list ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static ListenAddress Read(string text)
    {
        var address = Microsoft.AspNetCore.Http.BindingAddress.Parse(text);
        var isThisMachine = address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            || address.IsUnixPipe;
        return new(text, address.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase), isThisMachine);
    }
}
