using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway.Tests;

/// <summary>An OIDC issuer on this machine: its configuration, its public key; and, at another address, the key of somebody who would like to be it.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly RSA stranger = RSA.Create(2048);

    private TestIssuer(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Where the stranger's key is, for a token to name.</summary>
    public string StrangersKeys => $"{Address}/stranger";

    /// <summary>How often the stranger's key was asked for.</summary>
    public int StrangerAsked { get; private set; }

    /// <summary>The public key as the world knows it.</summary>
    public string PublicKey => rsa.ExportSubjectPublicKeyInfoPem();

    public static async Task<TestIssuer> StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var issuer = new TestIssuer(app);
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new Dictionary<string, string> { ["issuer"] = issuer.Address, ["jwks_uri"] = $"{issuer.Address}/keys" }));
        app.MapGet("/keys", () => Keys(issuer.rsa));
        app.MapGet("/stranger", () =>
        {
            issuer.StrangerAsked++;
            return Keys(issuer.stranger);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>A token for a steward of the town, changed as a fact wants.</summary>
    public string Token(Action<SecurityTokenDescriptor>? change = null) => TestGateway.Token("steward", Town.Root, token =>
    {
        token.Issuer = Address;
        token.SigningCredentials = Signed(rsa);
        change?.Invoke(token);
    });

    /// <summary>Credentials of the issuer.</summary>
    public SigningCredentials Own => Signed(rsa);

    /// <summary>Credentials of the stranger, under the name of the issuer's key.</summary>
    public SigningCredentials Strangers => Signed(stranger);

    /// <summary>The stranger's public key as a member of a header.</summary>
    public Dictionary<string, object> StrangersKey => Jwk(stranger).ToDictionary(m => m.Key, object (m) => m.Value);

    /// <summary>A token whose HMAC has the text of the public key as its key.</summary>
    public string SignedWithThePublicKey(string form)
    {
        var key = form == "pem" ? Encoding.ASCII.GetBytes(PublicKey) : form == "der" ? rsa.ExportSubjectPublicKeyInfo() : rsa.ExportParameters(false).Modulus!;
        var head = Base64UrlEncoder.Encode("""{"alg":"HS256","typ":"JWT","kid":"one"}""");
        var signed = $"{head}.{Token().Split('.')[1]}";
        return $"{signed}.{Base64UrlEncoder.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        rsa.Dispose();
        stranger.Dispose();
    }

    private static SigningCredentials Signed(RSA key) => new(new RsaSecurityKey(key) { KeyId = "one" }, SecurityAlgorithms.RsaSha256);

    private static IResult Keys(RSA key) => Results.Json(new { keys = new[] { Jwk(key) } });

    private static Dictionary<string, string> Jwk(RSA key)
    {
        var parameters = key.ExportParameters(false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["alg"] = "RS256",
            ["kid"] = "one",
            ["n"] = Base64UrlEncoder.Encode(parameters.Modulus),
            ["e"] = Base64UrlEncoder.Encode(parameters.Exponent),
        };
    }
}
