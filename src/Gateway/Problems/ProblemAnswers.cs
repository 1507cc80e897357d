using Microsoft.AspNetCore.Connections;
using Microsoft.Net.Http.Headers;

namespace GridGrains.Gateway;

/// <summary>Turns what went wrong in any layer below it into a <see cref="Problem"/>: exceptions, and status codes without a body.</summary>
internal sealed partial class ProblemAnswers(RequestDelegate next, ILogger<ProblemAnswers> log)
{
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (Exception e) when (http.RequestAborted.IsCancellationRequested && e is OperationCanceledException or ConnectionResetException)
        {
            // The caller left; there is nobody to answer.
            return;
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            var problem = Of(e);
            if (e is LedgerUnavailableException { InnerException: { } failure })
                LogUnavailable(http.GetEndpoint()?.DisplayName, failure.GetType().Name, failure.Message);
            else if (problem.Status >= 500)
                LogFailed(e, http.GetEndpoint()?.DisplayName);
            http.Response.Headers.ETag = default;
            http.Response.Headers.ContentDisposition = default;
            await http.WriteProblemAsync(problem);
            return;
        }
        var answer = http.Response;
        if (answer is { StatusCode: >= 400, HasStarted: false, ContentLength: null, ContentType: null })
            await http.WriteProblemAsync(Problem.Of(answer.StatusCode));
    }

    private static Problem Of(Exception e) => e switch
    {
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, bad.StatusCode == 413 ? null : bad.Message),
        LedgerUnavailableException => Problem.LedgerUnavailable(),
        _ => Problem.Internal(),
    };

    [LoggerMessage(300, LogLevel.Error, "{Endpoint} failed")]
    private partial void LogFailed(Exception e, string? endpoint);

    [LoggerMessage(301, LogLevel.Warning, "{Endpoint} had no answer of its grains: {Failure}: {Why}")]
    private partial void LogUnavailable(string? endpoint, string failure, string why);
}

/// <summary>Writes a problem as the answer.</summary>
internal static class ProblemAnswer
{
    /// <summary>Writes the whole answer: status, headers, body.</summary>
    public static Task WriteProblemAsync(this HttpContext http, Problem problem)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = "no-store";
        if (problem.RetryAfterSeconds is { } seconds)
            headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (problem.Status == StatusCodes.Status401Unauthorized && !headers.ContainsKey(HeaderNames.WWWAuthenticate))
            headers.WWWAuthenticate = "Bearer";
        return http.WriteJsonAsync(problem.Status, problem, static (json, p) => p.Write(json), Problem.MediaType);
    }
}
