using System.Buffers.Text;
using System.Text;

namespace GridGrains.Faults;

/// <summary>
/// The bytes of a report request to one leaf, of which only the id is written anew for each report, so that making one costs next to
/// nothing. Few subjects, so that what the service must remember does not grow with the load.
/// </summary>
internal sealed class RawReport
{
    private const int Observations = 10;
    private const string IdMark = "00000000-0000-7000-8000-000000000000";

    private readonly byte[] request;
    private readonly int idAt;

    public RawReport(Ledger ledger, string token)
    {
        var observations = Enumerable.Range(0, Observations).Select(i => $$"""{"series":"tests.sampled","subject":"S{{i:00}}","value":10,"at":"2022-10-06T09:12:31Z"}""");
        var body = $$"""{"reportId":"{{IdMark}}","observations":[{{string.Join(',', observations)}}]}""";
        var text = $"POST /api/campaigns/{ledger.Campaign}/places/{ledger.Place}/reports HTTP/1.1\r\nHost: faults\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        request = Encoding.ASCII.GetBytes(text);
        idAt = text.IndexOf(IdMark, StringComparison.Ordinal);
    }

    /// <summary>Its bytes.</summary>
    public int Length => request.Length;

    /// <summary>Writes the request of a report.</summary>
    public void Write(Guid id, Span<byte> into)
    {
        request.CopyTo(into);
        Utf8Formatter.TryFormat(id, into[idAt..], out _);
    }
}
