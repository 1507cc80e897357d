using System.Text;

namespace GridGrains.Cli;

/// <summary>Where a load goes.</summary>
/// <param name="Url">The service.</param>
/// <param name="Token">Who reports and watches.</param>
/// <param name="Campaign">What is counted.</param>
/// <param name="DayBegins">When the day begins whose times the reports have; all of it is past.</param>
/// <param name="SubjectPrefix">What subjects begin with, so that they are new where others were counted before.</param>
internal sealed record Target(Uri Url, string Token, string Campaign, DateTime DayBegins, string SubjectPrefix)
{
    /// <summary>Where the hub is, with the token.</summary>
    public Uri Hub => new UriBuilder(Url)
    {
        Scheme = Url.Scheme == Uri.UriSchemeHttps ? Uri.UriSchemeWss : Uri.UriSchemeWs,
        Path = Url.AbsolutePath + "hub",
        Query = $"access_token={Uri.EscapeDataString(Token)}",
    }.Uri;

    /// <summary>A whole request for the root's present counts.</summary>
    public byte[] Get(string root) => Encoding.ASCII.GetBytes(
        $"GET {Url.AbsolutePath}api/campaigns/{Campaign}/places/{root} HTTP/1.1\r\nHost: {Url.Authority}\r\nAuthorization: Bearer {Token}\r\n\r\n");

    /// <summary>The head of a POST up to what follows the campaign in its path.</summary>
    public byte[] PostBegin => Encoding.ASCII.GetBytes($"POST {Url.AbsolutePath}api/campaigns/{Campaign}/");

    /// <summary>The head from there up to its length.</summary>
    public byte[] PostEnd => Encoding.ASCII.GetBytes(
        $"reports HTTP/1.1\r\nHost: {Url.Authority}\r\nAuthorization: Bearer {Token}\r\nContent-Type: application/json\r\nContent-Length: ");
}
