using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using GridGrains.Testing;
using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway.Tests;

/// <summary>Where an authority issues tokens, none that it did not issue for here and now is taken, over REST or on the hub.</summary>
public sealed class ForgedTokenTests : IAsyncLifetime
{
    private static readonly string[] Critical = ["b64"];

    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("gridgrains-");
    private TestIssuer issuer = null!;
    private TestGateway gateway = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await TestIssuer.StartAsync();
        gateway = await TestGateway.StartAsync(("Auth:Authority", issuer.Address), ("Auth:Key", ""), ("Gateway:DataDirectory", data.FullName));
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        await issuer.DisposeAsync();
        data.Delete(recursive: true);
    }

    [Fact]
    public async Task TheIssuersToken_IsTaken()
    {
        (await gateway.SendAsync(HttpMethod.Get, "/api/catalogue", issuer.Token())).IsOk();
        await using var hub = await HubClient.ConnectAsync(gateway.Http.BaseAddress!, issuer.Token(), cancellation: TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("no expiry")]
    [InlineData("unsigned")]
    [InlineData("unsigned, in capitals")]
    [InlineData("unsigned, with a signature")]
    [InlineData("HMAC by the public key, pem")]
    [InlineData("HMAC by the public key, der")]
    [InlineData("HMAC by the public key, modulus")]
    [InlineData("another issuer")]
    [InlineData("another audience")]
    [InlineData("no audience")]
    [InlineData("the stranger's key")]
    [InlineData("the stranger's key, jku")]
    [InlineData("the stranger's key, x5u")]
    [InlineData("the stranger's key, jwk")]
    [InlineData("the issuer's key, jku")]
    [InlineData("crit")]
    [InlineData("an edited claim")]
    [InlineData("an edited header")]
    [InlineData("cut short")]
    [InlineData("the local key")]
    [InlineData("no subject")]
    public async Task AnyOther_IsNotTaken(string forged)
    {
        var token = Forge(forged);

        var answer = await gateway.SendAsync(HttpMethod.Get, "/api/catalogue", token);
        answer.IsProblem(401, "unauthenticated");
        var refused = await Assert.ThrowsAsync<WebSocketException>(
            () => HubClient.ConnectAsync(gateway.Http.BaseAddress!, token, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("401", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, issuer.StrangerAsked);
    }

    private string? Forge(string how)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return how switch
        {
            "none" => null,
            "expired" => issuer.Token(t => t.Expires = now.AddSeconds(-61)),
            "not yet valid" => issuer.Token(t => t.NotBefore = now.AddSeconds(61)),
            "no expiry" => issuer.Token(t => t.Expires = null),
            "unsigned" => Unsigned("none") + ".",
            "unsigned, in capitals" => Unsigned("NoNe") + ".",
            "unsigned, with a signature" => $"{Unsigned("none")}.{issuer.Token().Split('.')[2]}",
            "another issuer" => issuer.Token(t => t.Issuer = "https://elsewhere.example"),
            "another audience" => issuer.Token(t => t.Audience = "others"),
            "no audience" => issuer.Token(t => t.Audience = null),
            "the stranger's key" => issuer.Token(t => t.SigningCredentials = issuer.Strangers),
            "the stranger's key, jku" => issuer.Token(t => Head(t, issuer.Strangers, "jku", issuer.StrangersKeys)),
            "the stranger's key, x5u" => issuer.Token(t => Head(t, issuer.Strangers, "x5u", issuer.StrangersKeys)),
            "the stranger's key, jwk" => issuer.Token(t => Head(t, issuer.Strangers, "jwk", issuer.StrangersKey)),
            "the issuer's key, jku" => issuer.Token(t => Head(t, issuer.Own, "jku", issuer.StrangersKeys)),
            "crit" => issuer.Token(t => Head(t, issuer.Own, "crit", Critical)),
            "an edited claim" => Edited(1, payload => payload["place"] = "jingde"),
            "an edited header" => Edited(0, header => header["kid"] = "two"),
            "cut short" => issuer.Token()[..^1],
            "the local key" => LocalKey.Open(data.FullName).IssueToken(["steward"], [PlaceId.Parse(Town.Root)], TimeSpan.FromHours(1)),
            "no subject" => issuer.Token(t => t.Claims.Remove("sub")),
            _ => issuer.SignedWithThePublicKey(how.Split(' ')[^1]),
        };
    }

    private static void Head(SecurityTokenDescriptor token, SigningCredentials signed, string name, object value) =>
        (token.SigningCredentials, token.AdditionalHeaderClaims) = (signed, new Dictionary<string, object> { [name] = value });

    private string Unsigned(string algorithm) => $"{Base64UrlEncoder.Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""")}.{issuer.Token().Split('.')[1]}";

    private string Edited(int part, Action<JsonNode> edit)
    {
        var parts = issuer.Token().Split('.');
        var json = JsonNode.Parse(Base64UrlEncoder.DecodeBytes(parts[part]))!;
        edit(json);
        parts[part] = Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(json.ToJsonString()));
        return string.Join('.', parts);
    }
}
