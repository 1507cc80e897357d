using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace GridGrains.Gateway;

/// <summary>Lets nobody without a good token to anything below <c>/api</c> and <c>/hub</c>, there or not, and no foreign page to the hub.</summary>
internal sealed class AccessGate(RequestDelegate next, IOptions<GatewayOptions> options)
{
    private static readonly PathString Api = "/api";
    private readonly HashSet<string> origins = new(options.Value.AllowedOrigins, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        var isHub = http.Request.Path.StartsWithSegments(TokenValidation.HubPath);
        if (!isHub && !http.Request.Path.StartsWithSegments(Api))
            return next(http);
        if (isHub && !IsOwnPage(http.Request))
            return http.WriteProblemAsync(Problem.Forbidden("pages of this origin may not open the hub"));
        if (http.User.Identity is not { IsAuthenticated: true })
            return http.WriteProblemAsync(Problem.Unauthenticated());
        if (isHub && http.Request.Path == TokenValidation.HubPath && !IsWebSocket(http))
            return http.WriteProblemAsync(Problem.Malformed("the hub is spoken to over a WebSocket"));
        http.Response.Headers.CacheControl = "no-store";
        return next(http);
    }

    private static bool IsWebSocket(HttpContext http) =>
        http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || http.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    // What is no browser sends no Origin, and what is one cannot leave it out.
    private bool IsOwnPage(HttpRequest request)
    {
        if (request.Headers.Origin is not [{ Length: > 0 } origin])
            return request.Headers.Origin.Count == 0;
        return origins.Contains(origin) || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
