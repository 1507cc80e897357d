using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary>The media type that an endpoint answers when all is well, and another one, if it has two.</summary>
internal sealed record Answers(string MediaType, string? Other)
{
    /// <summary>The same, parsed.</summary>
    public MediaTypeHeaderValue[] Types { get; } = Other is null
        ? [MediaTypeHeaderValue.Parse(MediaType)]
        : [MediaTypeHeaderValue.Parse(MediaType), MediaTypeHeaderValue.Parse(Other)];
}

/// <summary>Answers 406 where the client takes none of what the endpoint answers.</summary>
internal sealed class Negotiation(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http)
    {
        var accept = http.Request.Headers.Accept;
        if (accept.Count == 0 || http.GetEndpoint()?.Metadata.GetMetadata<Answers>() is not { } answers)
            return next(http);
        if (accept.Count == 1 && (accept[0] == "*/*" || accept[0] == answers.MediaType))
            return next(http);
        // An Accept header that cannot be read is passed over, as RFC 9110 allows.
        if (!MediaTypeHeaderValue.TryParseList(accept, out var accepted) || accepted.Count == 0)
            return next(http);
        return accepted.Any(type => type.Quality is not 0 && answers.Types.Any(own => own.IsSubsetOf(WithoutQuality(type))))
            ? next(http)
            : http.WriteProblemAsync(Problem.NotAcceptable(answers.MediaType));
    }

    private static MediaTypeHeaderValue WithoutQuality(MediaTypeHeaderValue type) => new(type.MediaType);
}
