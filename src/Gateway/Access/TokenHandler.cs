using Microsoft.AspNetCore.Authentication;

namespace GridGrains.Gateway;

/// <summary>The scheme of every request: <see cref="KnownTokens"/> before <see cref="TokenValidation"/>, and problems as refusals.</summary>
internal sealed class TokenHandler(KnownTokens tokens) : IAuthenticationHandler
{
    /// <summary>Its name.</summary>
    public const string Scheme = "Token";

    private HttpContext http = null!;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public Task<AuthenticateResult> AuthenticateAsync() => tokens.VerifyAsync(http).AsTask();

    public Task ChallengeAsync(AuthenticationProperties? properties) => http.WriteProblemAsync(Problem.Unauthenticated());

    public Task ForbidAsync(AuthenticationProperties? properties) => http.WriteProblemAsync(Problem.Forbidden());
}
