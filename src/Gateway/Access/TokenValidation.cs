using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway;

/// <summary>Which tokens are accepted: signed by the one configured issuer, for this audience, not expired, with a subject.</summary>
internal sealed class TokenValidation(IOptions<AuthOptions> auth, IOptions<GatewayOptions> gateway) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>The only address where a token may come in the query: browsers cannot set headers on a WebSocket.</summary>
    public const string HubPath = "/hub";

    // A key comes from the configuration or from the issuer's own address, and from nowhere that a token names.
    private static readonly string[] BringsItsKey = ["jku", "x5u", "jwk", "x5c", "crit"];

    private static readonly string[] AuthorityAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name == JwtBearerDefaults.AuthenticationScheme)
            Configure(options);
    }

    public void Configure(JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.IncludeErrorDetails = false;
        options.SaveToken = false;
        options.TokenValidationParameters = Rules();
        options.Events = new JwtBearerEvents { OnMessageReceived = TakeFromQuery, OnTokenValidated = Check };
        if (auth.Value.Authority is not { Length: > 0 } authority)
            return;
        options.Authority = authority;
        options.Audience = LocalKey.Audience;
        options.RequireHttpsMetadata = authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
    }

    private TokenValidationParameters Rules()
    {
        var rules = new TokenValidationParameters
        {
            ValidAudience = LocalKey.Audience,
            ValidateAudience = true,
            ValidateIssuer = true,
            ValidateIssuerSigningKey = true,
            ValidateLifetime = true,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = auth.Value.ClockSkew,
            NameClaimType = Access.SubjectClaim,
            RoleClaimType = Access.RoleClaim,
            ValidAlgorithms = AuthorityAlgorithms,
        };
        if (auth.Value.Authority.Length > 0)
            return rules;
        rules.ValidAlgorithms = [SecurityAlgorithms.HmacSha256];
        (rules.ValidIssuer, rules.IssuerSigningKey) = auth.Value.Key is { Length: > 0 } key
            ? (auth.Value.Issuer, new SymmetricSecurityKey(Convert.FromBase64String(key)))
            : (LocalKey.Issuer, LocalKey.Open(gateway.Value.DataDirectory).SecurityKey);
        return rules;
    }

    private static Task TakeFromQuery(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments(HubPath) && context.Request.Query["access_token"] is [{ Length: > 0 } token])
            context.Token = token;
        return Task.CompletedTask;
    }

    private static Task Check(TokenValidatedContext context)
    {
        if (Access.Subject(context.Principal!).Length == 0)
            context.Fail("the token has no sub");
        else if (context.SecurityToken is not JsonWebToken token || BringsItsKey.Any(name => token.TryGetHeaderValue<object>(name, out _)))
            context.Fail("the token says where its key is, or what must be understood");
        return Task.CompletedTask;
    }
}
