using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway.Tests;

public sealed class IdentityTests : GatewayFacts
{
    [Theory]
    [InlineData("GET", "/api/catalogue")]
    [InlineData("GET", "/api/places")]
    [InlineData("PUT", "/api/places")]
    [InlineData("PUT", "/api/posts")]
    [InlineData("GET", "/api/campaigns")]
    [InlineData("GET", "/api/campaigns/c")]
    [InlineData("POST", "/api/campaigns/c/close")]
    [InlineData("POST", "/api/campaigns/c/reports")]
    [InlineData("GET", "/api/campaigns/c/places/p")]
    [InlineData("POST", "/api/campaigns/c/places/p/reports")]
    [InlineData("GET", "/api/campaigns/c/places/p/export.csv")]
    [InlineData("GET", "/api/no-such-thing")]
    [InlineData("DELETE", "/api/places")]
    [InlineData("GET", "/API/places")]
    [InlineData("GET", "/hub")]
    public async Task WithoutAToken_EverythingBelowApi_IsUnauthenticated(string method, string path)
    {
        var answer = await Gateway.SendAsync(new HttpMethod(method), path, token: null);
        answer.IsProblem(401, "unauthenticated");
        Assert.Equal("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task AGoodToken_IsLetIn() => (await Gateway.GetAsync("/api/catalogue")).IsOk();

    [Fact]
    public async Task AGoodToken_AgainAndAgain_IsLetIn()
    {
        var token = TestGateway.Token("viewer", Town.Root);
        for (var i = 0; i < 3; i++)
            (await Gateway.SendAsync(HttpMethod.Get, "/api/catalogue", token)).IsOk();
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not yet")]
    [InlineData("no expiry")]
    [InlineData("other audience")]
    [InlineData("other issuer")]
    [InlineData("other key")]
    [InlineData("other algorithm")]
    [InlineData("no subject")]
    public async Task ABadToken_IsUnauthenticated(string fault)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = TestGateway.Token("steward", Town.Root, t =>
        {
            switch (fault)
            {
                case "expired": t.Expires = now.AddSeconds(-61); break;
                case "not yet": t.NotBefore = now.AddSeconds(61); break;
                case "no expiry": t.Expires = null; break;
                case "other audience": t.Audience = "others"; break;
                case "other issuer": t.Issuer = "others"; break;
                case "other key": t.SigningCredentials = Signed(new byte[32], SecurityAlgorithms.HmacSha256); break;
                case "other algorithm": t.SigningCredentials = Signed([.. TestGateway.Key, .. TestGateway.Key], SecurityAlgorithms.HmacSha512); break;
                case "no subject": t.Claims.Remove("sub"); break;
            }
        });
        (await Gateway.SendAsync(HttpMethod.Get, "/api/catalogue", token)).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task AnUnsignedToken_IsUnauthenticated()
    {
        var parts = TestGateway.Token("steward", Town.Root).Split('.');
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"JWT"}""");
        (await Gateway.SendAsync(HttpMethod.Get, "/api/catalogue", $"{header}.{parts[1]}.")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task ATokenWithAnotherPayload_IsUnauthenticated()
    {
        var viewer = TestGateway.Token("viewer", Town.Root).Split('.');
        var steward = TestGateway.Token("steward", Town.Root).Split('.');
        (await Gateway.SendAsync(HttpMethod.Get, "/api/catalogue", $"{viewer[0]}.{steward[1]}.{viewer[2]}")).IsProblem(401, "unauthenticated");
    }

    [Fact]
    public async Task ATokenInTheQuery_IsTakenOnTheHubOnly()
    {
        var token = TestGateway.Token("viewer", Town.Root);
        (await Gateway.SendAsync(HttpMethod.Get, $"/api/catalogue?access_token={token}", token: null)).IsProblem(401, "unauthenticated");
        var hub = await Gateway.SendAsync(HttpMethod.Get, $"/hub/nothing?access_token={token}", token: null);
        Assert.NotEqual(401, hub.Status);
    }

    [Theory]
    [InlineData("https://elsewhere.example")]
    [InlineData("null")]
    public async Task APageOfAnotherOrigin_MayNotOpenTheHub(string origin) =>
        (await Gateway.SendAsync(HttpMethod.Get, "/hub", TestGateway.Token("viewer", Town.Root), null, ("Origin", origin))).IsProblem(403, "forbidden");

    [Fact]
    public async Task AnAllowedOrigin_MayOpenTheHub()
    {
        await using var gateway = await TestGateway.StartAsync(("Gateway:AllowedOrigins:0", "https://wall.example"));
        var answer = await gateway.SendAsync(HttpMethod.Get, "/hub", TestGateway.Token("viewer", Town.Root), null, ("Origin", "https://wall.example"));
        Assert.NotEqual(403, answer.Status);
    }

    [Fact]
    public async Task OutsideTheSubtree_TheAnswerIsTheSameWhetherThePlaceExists()
    {
        var there = await Gateway.GetAsync(Ledger + Town.Elsewhere);
        there.IsProblem(403, "forbidden");
        foreach (var path in new[] { Ledger + "jingde.nowhere", Ledger + "No%20Place", $"/api/campaigns/no-such/places/{Town.Elsewhere}" })
        {
            var other = await Gateway.GetAsync(path);
            Assert.Equal((there.Status, there.Text), (other.Status, other.Text));
        }
    }

    [Theory]
    [InlineData(Ledger + "enping.shengtang.nowhere")]
    [InlineData(Ledger + "enping.shengtang.No%20Place")]
    [InlineData("/api/campaigns/no-such/places/enping.shengtang")]
    [InlineData("/api/campaigns/jingde-watch/places/enping.shengtang")]
    public async Task InsideTheSubtree_WhatIsNotThere_IsNotFound(string path) => (await Gateway.GetAsync(path)).IsProblem(404, "not-found");

    [Fact]
    public async Task Public_MaySeeThePublicViewOfAreasAndNothingElse()
    {
        var shown = (await Gateway.GetAsync(Ledger + Town.Root, role: "public")).IsOk();
        Assert.Equal(360, shown.GetProperty("counts").GetProperty("tests.sampled").GetInt64());
        Assert.Equal("<30", shown.GetProperty("counts").GetProperty("tests.resulted").GetString());
        Assert.Equal("<10", (await Gateway.GetAsync(Ledger + Town.Village, role: "public")).IsOk().GetProperty("counts").GetProperty("publicity.items").GetString());
        var places = (await Gateway.GetAsync("/api/places", role: "public")).IsOk().GetProperty("places").EnumerateArray().ToArray();
        Assert.Equal([Town.Root, Town.Village, "enping.shengtang.v02"], places.Select(p => p.GetProperty("id").GetString()));
        Assert.All(places, p => Assert.Empty(p.GetProperty("attributes").EnumerateObject()));

        foreach (var path in new[]
        {
            Ledger + Town.Grid, Ledger + Town.Root + ".desk", Ledger + Town.Elsewhere, Ledger + Town.Root + "/children", Ledger + Town.Root + "/history?count=tests.sampled",
            Ledger + Town.Grid + "/subjects", Ledger + Town.Root + "/posts", Ledger + Town.Root + "/alerts", Ledger + Town.Root + "/notices", Ledger + Town.Root + "/audit",
            Ledger + Town.Root + "/trail", Ledger + Town.Root + "/export.csv", "/api/campaigns", $"/api/campaigns/{Town.Round}",
        })
            (await Gateway.GetAsync(path, role: "public")).IsProblem(403, "forbidden");
    }

    private static readonly string[] Roles = ["public", "viewer"];

    [Fact]
    public async Task Public_WithAnotherRole_SeesWhatThatRoleSees()
    {
        var token = TestGateway.Token("public", Town.Root, t => t.Claims["role"] = Roles);
        var answer = (await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Grid, token)).IsOk();
        Assert.Equal(120, answer.GetProperty("counts").GetProperty("tests.sampled").GetInt64());
    }

    [Fact]
    public async Task PublicView_IsConditional()
    {
        var first = await Gateway.GetAsync(Ledger + Town.Root, role: "public");
        var token = TestGateway.Token("public", Town.Root);
        Assert.Equal(304, (await Gateway.SendAsync(HttpMethod.Get, Ledger + Town.Root, token, null, ("If-None-Match", first.Headers["ETag"]))).Status);
    }

    private static SigningCredentials Signed(byte[] key, string algorithm) => new(new SymmetricSecurityKey(key), algorithm);
}
