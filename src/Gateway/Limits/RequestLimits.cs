using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Lets each token send so many requests in a second and no more; reports by <see cref="ReportLimits"/>, all others by a number of their own.</summary>
internal sealed class RequestLimits(RequestDelegate next, ReportLimits reports, SlowDown slowDown, IOptions<GatewayOptions> options, TimeProvider time)
{
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Bearer>() is not { } bearer)
            return next(http);
        var wait = IsReport(http.Request) ? reports.Take(bearer) : bearer.Requests.Take(1, options.Value.RequestsPerSecond, time.GetTimestamp(), time.TimestampFrequency);
        return wait == TimeSpan.Zero ? next(http) : RefuseAsync(http, wait);
    }

    private static bool IsReport(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.Path.Value is { } path && path.EndsWith("/reports", StringComparison.OrdinalIgnoreCase);

    private async Task RefuseAsync(HttpContext http, TimeSpan wait) =>
        await http.WriteProblemAsync(await slowDown.AfterAWhileAsync(wait, http.RequestAborted));
}
