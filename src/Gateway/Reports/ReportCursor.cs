using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>
/// Goes through the body of <see cref="ReportReader"/> once. Its methods answer false, and <see cref="Problem"/> says why, where the
/// body cannot be read on; values that are well-formed but may not be are collected and reading goes on.
/// </summary>
internal ref partial struct ReportCursor : IDisposable
{
    private const int ShortText = 64;
    private const int MaxDepth = 8;

    private readonly DateTime now;
    private readonly bool bulk;
    private readonly Observation[] kept;
    private Utf8JsonReader json;
    private MemberErrors? errors;
    private Guid reportId;
    private int item = -1;
    private int observation = -1;
    private int count;

    public ReportCursor(ReadOnlySpan<byte> utf8, DateTime now, bool bulk = false)
    {
        json = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
        this.now = now;
        this.bulk = bulk;
        kept = ArrayPool<Observation>.Shared.Rent(Report.MaxObservations);
    }

    /// <summary>Why the body cannot be read on.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>The place of the item read last.</summary>
    public string? Place { get; private set; }

    /// <summary>How many observations the report read last has, also where it has too many.</summary>
    public readonly int Observations => count;

    /// <summary>Goes to the next token. A body that is cut short throws, so within a value the answer is true.</summary>
    public bool Advance() => json.Read();

    /// <summary>Whether nothing follows.</summary>
    public bool AtEnd() => !json.Read();

    /// <summary>Enters the array of a bulk call.</summary>
    public bool BeginItems() => json.TokenType == JsonTokenType.StartArray || WrongType("", "an array");

    /// <summary>Goes to the next item; false after the last.</summary>
    public bool NextItem()
    {
        item++;
        observation = -1;
        Place = null;
        return json.Read() && json.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>Reads a report, in a bulk call with its place.</summary>
    /// <param name="limit">How many observations the call may still have.</param>
    public bool ReadReport(int limit)
    {
        (errors, count, observation, reportId) = (null, 0, -1, Guid.Empty);
        if (json.TokenType != JsonTokenType.StartObject)
            return WrongType(Path(null), "an object");
        bool hasId = false, hasObservations = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool ok;
            if (json.ValueTextEquals("reportId"u8))
                ok = Once(ref hasId, "reportId") && ReadReportId();
            else if (json.ValueTextEquals("observations"u8))
                ok = Once(ref hasObservations, "observations") && ReadObservations(limit);
            else if (bulk && json.ValueTextEquals("place"u8))
                ok = ReadPlace();
            else
                ok = Unknown();
            if (!ok)
                return false;
        }
        return (hasId || Missing("reportId"))
            && (hasObservations || Missing("observations"))
            && (!bulk || Place is not null || Missing("place"));
    }

    /// <summary>What the report read last turned out to be.</summary>
    public readonly ReportReading TakeReport()
    {
        var read = kept.AsSpan(0, Math.Min(count, Report.MaxObservations));
        var reading = count > Report.MaxObservations ? ReportReading.Refused(TooMany)
            : errors is not null ? ReportReading.Refused(Problem.Invalid(errors, ReportDoor.ServersTime(now)))
            : ReportReading.Of(new Report(reportId, ImmutableArray.Create<Observation>(read)));
        read.Clear();
        return reading;
    }

    public readonly void Dispose()
    {
        kept.AsSpan(0, Math.Min(count, Report.MaxObservations)).Clear();
        ArrayPool<Observation>.Shared.Return(kept);
    }

    private static Problem TooMany => Problem.TooLarge($"a report has at most {Report.MaxObservations} observations");

    private bool ReadReportId()
    {
        if (!ReadText("reportId"))
            return false;
        Span<char> buffer = stackalloc char[ShortText];
        if (!Guid.TryParseExact(Text(buffer), "D", out reportId) || reportId == Guid.Empty)
            Refuse("reportId", "must be a UUID, and not all zeros");
        else if (CarriedReport.IsCarried(reportId))
            Refuse("reportId", "must not begin with ffffffff-ffff-ffff: such ids are the service's own");
        return true;
    }

    private bool ReadPlace()
    {
        if (Place is not null)
            return Twice("place");
        if (!ReadText("place"))
            return false;
        Place = json.GetString();
        return true;
    }

    private bool ReadObservations(int limit)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return WrongType(Path("observations"), "an array");
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            observation = count;
            if (!bulk && count == Report.MaxObservations)
                return Fail(TooMany);
            if (bulk && count == limit)
                return TooLarge($"a bulk call has at most {BulkReading.Max} observations");
            if (!ReadObservation(out var read))
                return false;
            Keep(read);
        }
        observation = -1;
        return true;
    }

    // What one report has too much of is read, to know that it is well-formed, and not kept.
    private void Keep(in Observation read)
    {
        if (count < Report.MaxObservations)
        {
            kept[count] = read;
            if (errors is not null)
                CheckRules(count);
        }
        count++;
    }

    private bool ReadObservation(out Observation read)
    {
        read = default;
        if (json.TokenType != JsonTokenType.StartObject)
            return WrongType(Path(null), "an object");
        bool hasSeries = false, hasSubject = false, hasValue = false, hasAt = false, hasPost = false;
        string series = "", subject = "";
        string? post = null;
        var value = 0L;
        var at = now;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool ok;
            if (json.ValueTextEquals("series"u8))
                ok = Once(ref hasSeries, "series") && ReadSeries(out series);
            else if (json.ValueTextEquals("subject"u8))
                ok = Once(ref hasSubject, "subject") && ReadString("subject", out subject);
            else if (json.ValueTextEquals("value"u8))
                ok = Once(ref hasValue, "value") && ReadValue(out value);
            else if (json.ValueTextEquals("at"u8))
                ok = Once(ref hasAt, "at") && ReadAt(ref at);
            else if (json.ValueTextEquals("post"u8))
                ok = Once(ref hasPost, "post") && ReadString("post", out post);
            else
                ok = Unknown();
            if (!ok)
                return false;
        }
        read = new Observation(series, subject, value, at, post);
        return (hasSeries || Missing("series"))
            && (hasSubject || Missing("subject"))
            && (hasValue || Missing("value"))
            && (hasAt || Missing("at"));
    }
}
