using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace GridGrains.Webhooks;

/// <summary>
/// Which addresses may be sent to. A steward chooses an address and the service calls it from inside its own network, so the operator says which hosts may be called; and a
/// host's name, whatever it is resolved to, leads neither to this machine nor to what answers only to its neighbours.
/// </summary>
internal sealed class WebhookAddress(IOptions<WebhookOptions> options)
{
    /// <summary>Why an address may not be sent to; null if it may.</summary>
    public string? Refuse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
            return "must be an https address";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "must have no user, password or fragment";
        if (options.Value.AllowedHosts.Count == 0)
            return "cannot be used: the service is configured to send to nobody; Webhooks:AllowedHosts says to whom it may";
        if (!options.Value.AllowedHosts.Any(allowed => Allows(allowed, uri)))
            return $"is on a host ({Host(uri)}) that Webhooks:AllowedHosts does not have";
        return uri.Scheme == Uri.UriSchemeHttp && !IsThisMachine(uri) && !options.Value.AllowHttp ? "must be an https address; http is for this machine only" : null;
    }

    /// <summary>Whether a connection to an allowed host may go to an address that its name was resolved to.</summary>
    public static bool MayConnect(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IsThisMachine(host)
            ? IPAddress.IsLoopback(plain)
            : !IPAddress.IsLoopback(plain) && !plain.Equals(IPAddress.Any) && !plain.Equals(IPAddress.IPv6Any) && !IsOfTheLink(plain) && !IsOfMany(plain);
    }

    /// <summary>Whether an entry of the options is a host, as they have it.</summary>
    public static bool IsHost(string allowed)
    {
        var host = allowed.StartsWith("*.", StringComparison.Ordinal) ? allowed[2..] : allowed;
        return Uri.TryCreate($"https://{host}/", UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && uri.AbsolutePath == "/" && !host.Contains('/', StringComparison.Ordinal)
            && !host.Contains('*', StringComparison.Ordinal);
    }

    private static bool Allows(string allowed, Uri uri)
    {
        var below = allowed.StartsWith("*.", StringComparison.Ordinal);
        var entry = new Uri($"{uri.Scheme}://{(below ? allowed[2..] : allowed)}/");
        // A port that is named is the only one; without one any is good.
        var namesPort = (below ? allowed[2..] : allowed) is var host && host.LastIndexOf(':') > host.LastIndexOf(']');
        if (namesPort && PortOf(host) != uri.Port)
            return false;
        return below
            ? uri.IdnHost.EndsWith("." + entry.IdnHost, StringComparison.OrdinalIgnoreCase)
            : string.Equals(uri.IdnHost, entry.IdnHost, StringComparison.OrdinalIgnoreCase);
    }

    private static int PortOf(string host) => int.TryParse(host[(host.LastIndexOf(':') + 1)..], out var port) ? port : -1;

    private static string Host(Uri uri) => uri.IsDefaultPort ? uri.Host : $"{uri.Host}:{uri.Port}";

    private static bool IsThisMachine(Uri uri) => IsThisMachine(uri.IdnHost);

    private static bool IsThisMachine(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // 169.254.0.0/16, where clouds keep what a machine may know of itself, and fe80::/10.
    private static bool IsOfTheLink(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.GetAddressBytes() is [169, 254, ..]
        : address.IsIPv6LinkLocal;

    private static bool IsOfMany(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? address.GetAddressBytes()[0] >= 224 : address.IsIPv6Multicast;
}
