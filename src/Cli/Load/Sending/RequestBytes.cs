using System.Buffers.Text;
using System.Text;

namespace GridGrains.Cli;

/// <summary>The bytes of a connection's next call, in room that is used again.</summary>
internal sealed class RequestBytes(Target target)
{
    // Digits of a length; the ones before the number are blanks, which a header's value may begin with.
    private const int LengthDigits = 7;
    private const int LargestObservation = 256;

    private static readonly byte[][] Series = [.. LoadSeries.All.Select(s => Encoding.ASCII.GetBytes($"{{\"series\":\"{s.Code}\",\"subject\":\""))];

    private readonly byte[][] subjects = [.. LoadSeries.All.Select(s => Encoding.ASCII.GetBytes(target.SubjectPrefix + s.Prefix))];
    private readonly byte[] begin = target.PostBegin;
    private readonly byte[] end = target.PostEnd;
    private byte[] room = new byte[16 * 1024];
    private int length;

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> Written => room.AsMemory(0, length);

    /// <summary>Writes a POST of one report, or of several as a bulk call.</summary>
    public void WritePost(IReadOnlyList<LoadReport> reports, bool asBulk)
    {
        length = 0;
        Write(begin);
        if (!asBulk)
        {
            Write("places/"u8);
            Write(reports[0].Leaf.Id);
            Write("/"u8);
        }
        Write(end);
        var lengthAt = length;
        Write("       \r\n\r\n"u8);
        var begun = length;
        if (asBulk)
            WriteBulk(reports);
        else
            WriteReport(reports[0], withPlace: false);
        Span<byte> digits = stackalloc byte[LengthDigits];
        Utf8Formatter.TryFormat(length - begun, digits, out var written);
        digits[..written].CopyTo(room.AsSpan(lengthAt + LengthDigits - written));
    }

    /// <summary>Writes a call of the hub for one report.</summary>
    public void WriteHubCall(LoadReport report, int number)
    {
        length = 0;
        Write("{\"type\":1,\"invocationId\":\""u8);
        Write(number);
        Write("\",\"target\":\"Report\",\"arguments\":[\""u8);
        Write(target.Campaign);
        Write("\",\""u8);
        Write(report.Leaf.Id);
        Write("\","u8);
        WriteReport(report, withPlace: false);
        Write("]}\u001e"u8);
    }

    private void WriteBulk(IReadOnlyList<LoadReport> reports)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            Write(i == 0 ? "["u8 : ","u8);
            WriteReport(reports[i], withPlace: true);
        }
        Write("]"u8);
    }

    private void WriteReport(LoadReport report, bool withPlace)
    {
        Write("{\"reportId\":\""u8);
        Ensure(LargestObservation);
        Utf8Formatter.TryFormat(report.Id, room.AsSpan(length), out var written);
        length += written;
        if (withPlace)
        {
            Write("\",\"place\":\""u8);
            Write(report.Leaf.Id);
        }
        Write("\",\"observations\":["u8);
        for (var i = 0; i < report.Observations.Length; i++)
        {
            if (i > 0)
                Write(","u8);
            WriteObservation(report, i);
        }
        Write("]}"u8);
    }

    private void WriteObservation(LoadReport report, int index)
    {
        Ensure(LargestObservation);
        var observation = report.Observations[index];
        var series = observation.Series.Index;
        Write(Series[series]);
        Write(subjects[series]);
        Write(observation.Subject);
        Write("\",\"value\":"u8);
        Write(observation.Value);
        Write(",\"at\":\""u8);
        var at = target.DayBegins.AddMilliseconds(report.At + index);
        at.TryFormat(room.AsSpan(length), out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
        length += written;
        if (report.Leaf.Post is { } post && (observation.Series == LoadSeries.Medic || observation.Series == LoadSeries.Volunteer))
        {
            Write("\",\"post\":\""u8);
            Write(post);
        }
        Write("\"}"u8);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(room.AsSpan(length));
        length += bytes.Length;
    }

    // Ids of places, posts and campaigns are ASCII.
    private void Write(string text)
    {
        Ensure(text.Length);
        length += Encoding.ASCII.GetBytes(text, room.AsSpan(length));
    }

    private void Write(int number)
    {
        Ensure(16);
        Utf8Formatter.TryFormat(number, room.AsSpan(length), out var written);
        length += written;
    }

    private void Ensure(int more)
    {
        if (length + more > room.Length)
            Array.Resize(ref room, Math.Max(room.Length * 2, length + more));
    }
}
