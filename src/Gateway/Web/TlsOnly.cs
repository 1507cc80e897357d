namespace GridGrains.Gateway;

/// <summary>
/// Where the gateway has an address with TLS, nothing is answered over plain HTTP, at whatever address: it is refused and not redirected, since a client that
/// is redirected has sent its token in the clear and goes on doing so.
/// </summary>
internal sealed class TlsOnly(RequestDelegate next, IConfiguration configuration)
{
    private readonly bool isConfigured = ListenAddresses.Of(configuration).Any(address => address.IsTls);

    public Task InvokeAsync(HttpContext http) =>
        isConfigured && !http.Request.IsHttps ? http.WriteProblemAsync(Problem.Forbidden("this service is spoken to over https; a token sent here must be thought of as known")) : next(http);
}
