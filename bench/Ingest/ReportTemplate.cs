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

    private readonly int observations;
    private readonly byte[] request;
    private readonly int idAt;
    private readonly int[] subjectsAt;

    /// <param name="path">Where it goes.</param>
    /// <param name="token">Whose it is.</param>
    /// <param name="observations">0 for a report that only says that somebody is there.</param>
    public ReportTemplate(string path, string token, int observations = Observations)
    {
        this.observations = observations;
        var all = Enumerable.Repeat(
            $$"""{"series":"tests.sampled","subject":"{{SubjectMark}}","value":{{PeoplePerTube}},"at":"2022-10-06T09:12:31Z"}""", observations);
        var body = $$"""{"reportId":"{{IdMark}}","observations":[{{string.Join(',', all)}}]}""";
        var text = $"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
        request = Encoding.ASCII.GetBytes(text);
        idAt = text.IndexOf(IdMark, StringComparison.Ordinal);
        subjectsAt = new int[observations];
        for (int i = 0, at = 0; i < observations; i++, at++)
            subjectsAt[i] = at = text.IndexOf(SubjectMark, at, StringComparison.Ordinal);
    }

    /// <summary>The request of the n-th report; valid until the next call.</summary>
    public ReadOnlyMemory<byte> Report(long number)
    {
        Utf8Formatter.TryFormat(Guid.CreateVersion7(), request.AsSpan(idAt), out _);
        for (var i = 0; i < observations; i++)
            Utf8Formatter.TryFormat((number * Observations) + i, request.AsSpan(subjectsAt[i] + 1), out _, new('D', 12));
        return request;
    }
}
