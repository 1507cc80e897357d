namespace GridGrains.Gateway;

/// <summary>Sees what is answered, and tells the trail of refusals: 403 to whatever was asked, and of writes whatever says that they may not be.</summary>
internal sealed class RefusalWitness(RequestDelegate next, RefusalTrail trail)
{
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        var status = http.Response.StatusCode;
        if (status < 400 || http.User.Identity is not { IsAuthenticated: true })
            return;
        if (status == 403 || !HttpMethods.IsGet(http.Request.Method))
            Tell(http, status);
    }

    private static string Code(int status) => status switch
    {
        403 => "forbidden",
        409 => "closed",
        413 => "too-large",
        429 => "slow-down",
        _ => "invalid",
    };

    private void Tell(HttpContext http, int status)
    {
        var what = http.GetEndpoint()?.Metadata.GetMetadata<OperationDoc>()?.Id;
        if (what is not null)
            trail.Add(http.User, what, http.Request.RouteValues["c"] as string, http.Request.RouteValues["p"] as string, status, Code(status));
    }
}
