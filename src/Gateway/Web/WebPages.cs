using Microsoft.Extensions.FileProviders;

namespace GridGrains.Gateway;

/// <summary>The wall and the phone page, from <c>wwwroot</c> beside the program; <c>/wall</c> is <c>wall.html</c>.</summary>
internal static class WebPages
{
    /// <summary>Serves the pages. Where there are none, as in a build without the web part, nothing is served.</summary>
    public static IApplicationBuilder UseWebPages(this IApplicationBuilder app)
    {
        var directory = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(directory))
            return app;
        var files = new PhysicalFileProvider(directory);
        return app
            .Use(next => http => next(NameFile(http, files)))
            .UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = file => SetCaching(file.Context) });
    }

    private static HttpContext NameFile(HttpContext http, PhysicalFileProvider files)
    {
        var path = http.Request.Path.Value?.TrimEnd('/');
        var mayBePage = http.GetEndpoint() is null && path is { Length: > 1 } && !path.Contains('.', StringComparison.Ordinal);
        if (mayBePage && files.GetFileInfo(path + ".html").Exists)
            http.Request.Path = path + ".html";
        return http;
    }

    // The names of assets contain a hash of what is in them.
    private static void SetCaching(HttpContext http) => http.Response.Headers.CacheControl =
        http.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
