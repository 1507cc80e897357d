using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace GridGrains.Gateway;

/// <summary>Why a request was not answered as asked: RFC 9457, the same over REST, in a bulk answer and on the hub.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Last part of <c>urn:gridgrains:{code}</c>; what a client decides by.</param>
/// <param name="Title">The code in a few words.</param>
/// <param name="Detail">What and why, in one sentence.</param>
/// <param name="Errors">Member path to what is wrong with it.</param>
/// <param name="RetryAfter">When the same request may be sent again, where that helps.</param>
internal sealed record Problem(
    int Status,
    string Code,
    string Title,
    string Detail,
    ImmutableSortedDictionary<string, ImmutableArray<string>>? Errors = null,
    TimeSpan? RetryAfter = null)
{
    /// <summary>The media type of every failure.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Not JSON, a wrong JSON type, an unknown or duplicate member, bad UTF-8, too deep.</summary>
    public static Problem Malformed(string detail, string? member = null) =>
        new(400, "malformed", "Malformed request", detail, member is null ? null : MemberErrors.One(member, detail));

    /// <summary>No token, or one that is not accepted.</summary>
    public static Problem Unauthenticated(string detail = "a valid bearer token is needed") =>
        new(401, "unauthenticated", "Not authenticated", detail);

    /// <summary>Outside the caller's subtrees or roles; the same whether or not the place exists.</summary>
    public static Problem Forbidden(string detail = "the token's roles and places do not allow this here") =>
        new(403, "forbidden", "Not allowed", detail);

    /// <summary>Nothing there, said only to those who may look there.</summary>
    public static Problem NotFound(string detail) => new(404, "not-found", "Not found", detail);

    /// <summary>Not with this method.</summary>
    public static Problem Method(string detail = "this address does not take that method; see the Allow header") =>
        new(405, "method", "Method not allowed", detail);

    /// <summary>None of the media types the client accepts can be produced.</summary>
    public static Problem NotAcceptable(string produced) =>
        new(406, "not-acceptable", "Not acceptable", $"this address answers {produced}");

    /// <summary>A body of a type that is not read here.</summary>
    public static Problem UnsupportedMediaType(string detail = "this address does not read a body of that Content-Type") =>
        new(415, "media-type", "Unsupported media type", detail);

    /// <summary>The campaign takes no reports any more.</summary>
    public static Problem Closed(string campaign) => new(409, "closed", "Campaign closed", $"campaign {campaign} is closed; nothing was counted");

    /// <summary>The place takes no reports any more.</summary>
    public static Problem PlaceClosed(PlaceId place) => new(409, "closed", "Place closed", $"{place} takes no more reports; nothing was counted");

    /// <summary>It was there and is kept no longer, for good.</summary>
    public static Problem Gone(string detail) => new(410, "gone", "No longer kept", detail);

    /// <summary>A body, a report or a batch over its limit.</summary>
    public static Problem TooLarge(string detail) => new(413, "too-large", "Too large", detail);

    /// <summary>Well-formed values that may not be.</summary>
    public static Problem Invalid(MemberErrors errors, string? also = null) =>
        new(422, "invalid", "Invalid content", errors.Summary(also), errors.ToImmutable());

    /// <summary>One well-formed value that may not be.</summary>
    public static Problem Invalid(string member, string message, string? detail = null) =>
        new(422, "invalid", "Invalid content", detail ?? $"{member} {message}", MemberErrors.One(member, message));

    /// <summary>More requests than allowed in this time.</summary>
    public static Problem SlowDown(TimeSpan retryAfter) =>
        new(429, "slow-down", "Too many requests", "more requests than allowed; wait before the next", RetryAfter: retryAfter);

    /// <summary>The journal cannot commit, or the grains cannot be reached, now.</summary>
    public static Problem Unavailable(string detail, TimeSpan retryAfter) =>
        new(503, "unavailable", "Not available now", detail, RetryAfter: retryAfter);

    /// <summary>As above, to be sent again in 1 to 3 s: spread out, so that all who were refused at once do not come back at once.</summary>
    public static Problem Unavailable(string detail) => Unavailable(detail, TimeSpan.FromSeconds(Random.Shared.Next(1, 4)));

    /// <summary>What keeps the ledger did not answer.</summary>
    public static Problem LedgerUnavailable() => Unavailable("the ledger did not answer in time");

    /// <summary>A defect. What happened is in the log, not in the answer.</summary>
    public static Problem Internal() => new(500, "internal", "Internal error", "the service failed; the failure is in its log");

    /// <summary>The problem that a bare status code stands for.</summary>
    public static Problem Of(int status, string? detail = null) => status switch
    {
        401 => Unauthenticated(),
        403 => Forbidden(),
        404 => NotFound(detail ?? "there is nothing at this address"),
        405 => Method(),
        406 => NotAcceptable("another media type"),
        413 => TooLarge(detail ?? "the request is over the limit"),
        415 => UnsupportedMediaType(),
        429 => SlowDown(TimeSpan.FromSeconds(1)),
        503 => Unavailable(detail ?? "the service cannot answer now", TimeSpan.FromSeconds(1)),
        >= 500 => Internal() with { Status = status },
        _ => Malformed(detail ?? "the request could not be read") with { Status = status },
    };

    /// <summary>Whole seconds to wait, at least one, as <c>Retry-After</c> has them.</summary>
    public int? RetryAfterSeconds => RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : null;

    /// <summary>Writes it as one JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, $"urn:gridgrains:{Code}");
        json.WriteString("title"u8, Title);
        json.WriteNumber("status"u8, Status);
        json.WriteString("detail"u8, Detail);
        if (Errors is not null)
            WriteErrors(json, Errors);
        if (RetryAfterSeconds is { } seconds)
            json.WriteNumber("retryAfter"u8, seconds);
        json.WriteEndObject();
    }

    /// <summary>It as JSON text, as a hub exception carries it.</summary>
    public string ToJson() => Encoding.UTF8.GetString(JsonBytes.Of(this, static (json, problem) => problem.Write(json)));

    private static void WriteErrors(Utf8JsonWriter json, ImmutableSortedDictionary<string, ImmutableArray<string>> errors)
    {
        json.WriteStartObject("errors"u8);
        foreach (var (member, messages) in errors)
        {
            json.WriteStartArray(member);
            foreach (var message in messages)
                json.WriteStringValue(message);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }
}
