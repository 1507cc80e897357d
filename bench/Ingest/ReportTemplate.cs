using System.Buffers.Text;
using System.Text;

namespace GridGrains.Bench.Ingest;

/// <summary>
/// The bytes of a report request whose id and subjects are written in place, so that making a report costs the generator next to
/// nothing. Ten observations, each a new tube of ten people.
/// </summary>
internal sealed class ReportTemplate
{
    public const int Observations = 10;
    public const int PeoplePerTube = 10;
    private const string IdMark = "00000000-0000-7000-8000-000000000000";
    private const string SubjectMark = "T000000000000";

    private readonly byte[] request;
    private readonly int idAt;
    private readonly int[] subjectsAt;

    public ReportTemplate(string path, string token)
    {
        var observations = Enumerable.Repeat(
            $$"""{"series":"tests.sampled","subject":"{{SubjectMark}}","value":{{PeoplePerTube}},"at":"2022-10-06T09:12:31Z"}""", Observations);
        var body = $$"""{"reportId":"{{IdMark}}","observations":[{{string.Join(',', observations)}}]}""";
        var text = $"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        request = Encoding.ASCII.GetBytes(text);
        idAt = text.IndexOf(IdMark, StringComparison.Ordinal);
        subjectsAt = new int[Observations];
        for (int i = 0, at = 0; i < Observations; i++, at++)
            subjectsAt[i] = at = text.IndexOf(SubjectMark, at, StringComparison.Ordinal);
    }

    /// <summary>The request of the n-th report; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Report(long number)
    {
        Utf8Formatter.TryFormat(Guid.CreateVersion7(), request.AsSpan(idAt), out _);
        for (var i = 0; i < Observations; i++)
            Utf8Formatter.TryFormat((number * Observations) + i, request.AsSpan(subjectsAt[i] + 1), out _, new('D', 12));
        return request;
    }
}
