using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace GridGrains.Gateway;

/// <summary>
/// Remembers which tokens were found good a moment ago. To verify one again with every report would cost as much as reading the
/// report does.
/// </summary>
internal sealed class KnownTokens(Revocations revocations, Bearers bearers, CurrentCity current, TimeProvider time)
{
    private const int MaxKnown = 20_000;

    // After this a token is verified again, so that a key an authority has withdrawn is not believed for longer.
    private static readonly TimeSpan Trusted = TimeSpan.FromMinutes(2);

    private static readonly AuthenticateResult Revoked = AuthenticateResult.Fail("the token is revoked");

    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    /// <summary>What verifying the request's token says, or said.</summary>
    public ValueTask<AuthenticateResult> VerifyAsync(HttpContext http)
    {
        if (Credentials(http.Request) is not { } credentials)
            return new(AuthenticateResult.NoResult());
        return known.TryGetValue(credentials, out var found) && found.Until > time.GetUtcNow()
            ? new(Standing(http, found.Result, found.Bearer))
            : new(VerifyAsync(http, credentials));
    }

    private async Task<AuthenticateResult> VerifyAsync(HttpContext http, string credentials)
    {
        var result = await http.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        if (!result.Succeeded)
            return result;
        var bearer = bearers.Of(result.Principal, credentials);
        if (result.Properties.ExpiresUtc is { } expires)
        {
            var trusted = time.GetUtcNow() + Trusted;
            if (known.Count >= MaxKnown)
                known.Clear();
            known[credentials] = new Known(result, bearer, expires < trusted ? expires : trusted);
        }
        return Standing(http, result, bearer);
    }

    private AuthenticateResult Standing(HttpContext http, AuthenticateResult good, Bearer bearer)
    {
        if (revocations.Has(good.Principal!))
            return Revoked;
        http.Features.Set(bearer);
        return current.Value is { HasFormers: true } city ? WithHeirs(good, city) : good;
    }

    // Who may touch a place that was moved, merged or split may touch those that go on for it.
    private static AuthenticateResult WithHeirs(AuthenticateResult good, City city)
    {
        var heirs = good.Principal!.FindAll(Access.PlaceClaim)
            .SelectMany(claim => PlaceId.TryParse(claim.Value, null, out var place) ? city.HeirsOf(place) : [])
            .Select(heir => new Claim(Access.PlaceClaim, heir.Value)).ToArray();
        if (heirs.Length == 0)
            return good;
        var identity = (ClaimsIdentity)good.Principal.Identity!;
        var whole = new ClaimsIdentity([.. identity.Claims, .. heirs], identity.AuthenticationType, identity.NameClaimType, identity.RoleClaimType);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(whole), good.Properties, good.Ticket!.AuthenticationScheme));
    }

    private static string? Credentials(HttpRequest request)
    {
        if (request.Headers.Authorization is [{ Length: > 0 } header])
            return header;
        return request.Path.StartsWithSegments(TokenValidation.HubPath) && request.Query["access_token"] is [{ Length: > 0 } token]
            ? $"Bearer {token}"
            : null;
    }

    private sealed record Known(AuthenticateResult Result, Bearer Bearer, DateTimeOffset Until);
}
