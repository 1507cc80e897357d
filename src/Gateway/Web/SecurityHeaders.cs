using Microsoft.Extensions.Primitives;

namespace GridGrains.Gateway;

/// <summary>Tells browsers to run nothing that does not come from here, and to take no answer for what it is not.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly PathString Api = "/api";
    private static readonly PathString Reference = "/openapi";

    private static readonly StringValues NoPage = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues OwnPages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // The reference page brings styles in its markup.
    private static readonly StringValues ReferencePage =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        headers.ContentSecurityPolicy = path.StartsWithSegments(Api) ? NoPage : path.StartsWithSegments(Reference) ? ReferencePage : OwnPages;
        return next(http);
    }
}
