using Microsoft.Extensions.Primitives;

namespace GridGrains.Gateway;

/// <summary>Tells browsers to run nothing that does not come from here, and to take no answer for what it is not.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    private static readonly PathString Api = "/api";

    private static readonly StringValues NoPage = "default-src 'none'; frame-ancestors 'none'";

    private static readonly StringValues OwnPages =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly StringValues NoSniff = "nosniff";
    private static readonly StringValues NoReferrer = "no-referrer";

    // For a year; not for other names below this one, which are others' to say.
    private static readonly StringValues OnlyTls = "max-age=31536000";

    public Task InvokeAsync(HttpContext http)
    {
        var path = http.Request.Path;
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = NoSniff;
        headers["Referrer-Policy"] = NoReferrer;
        if (http.Request.IsHttps)
            headers.StrictTransportSecurity = OnlyTls;
        headers.ContentSecurityPolicy = path.StartsWithSegments(Api) ? NoPage : OwnPages;
        return next(http);
    }
}
