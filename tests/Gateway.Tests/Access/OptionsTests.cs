using Microsoft.Extensions.Configuration;

namespace GridGrains.Gateway.Tests;

public sealed class OptionsTests
{
    private static readonly string Key = Convert.ToBase64String(new byte[32]);

    [Fact]
    public void Validate_TheDefaults_AreAllowed()
    {
        Assert.True(new AuthOptionsRules().Validate(null, new AuthOptions()).Succeeded);
        Assert.True(new GatewayOptionsRules().Validate(null, new GatewayOptions()).Succeeded);
    }

    [Fact]
    public void Validate_AuthorityAndKey_AreRefusedInASentence() => Refuses(
        new AuthOptions { Authority = "https://id.example", Key = Key }, "Auth:Authority and Auth:Key are both set");

    [Theory]
    [InlineData("no base64!")]
    [InlineData("c2hvcnQ=")]
    public void Validate_AShortKey_IsRefusedAndNotRepeated(string key)
    {
        var failure = Refuses(new AuthOptions { Key = key }, "Auth:Key is not the base64 of at least 32 bytes");
        Assert.DoesNotContain(key, failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://id.example")]
    [InlineData("id.example")]
    public void Validate_AnAuthorityWithoutTls_IsRefused(string authority) => Refuses(new AuthOptions { Authority = authority }, "Auth:Authority is");

    [Fact]
    public void Validate_AnAuthorityOnThisMachine_MayBePlain() =>
        Assert.True(new AuthOptionsRules().Validate(null, new AuthOptions { Authority = "http://localhost:8081/realms/x" }).Succeeded);

    [Fact]
    public void Validate_ALongClockSkew_IsRefused() =>
        Refuses(new AuthOptions { ClockSkew = TimeSpan.FromSeconds(61) }, "Auth:ClockSkew is 00:01:01; allowed are 00:00:00 to 00:01:00");

    [Fact]
    public void Validate_LimitsOutOfRange_AreNamedWithWhatIsAllowed()
    {
        var options = new GatewayOptions { MaxBodyBytes = 12, BulkParallelism = 0, AllowedOrigins = { "https://wall.example/path" } };
        var failures = new GatewayOptionsRules().Validate(null, options).Failures!.ToArray();
        Assert.Equal(3, failures.Length);
        Assert.Equal("Gateway:MaxBodyBytes is 12; allowed are 1024 to 67108864", failures[0]);
        Assert.Contains("'https://wall.example/path'", failures[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithAuthorityAndKey_StopsWithTheSentence()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TestGateway.StartAsync(("Auth:Authority", "https://id.example")));
        Assert.Contains("Auth:Authority and Auth:Key are both set", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithNeither_MakesTheLocalKeyAndTakesItsTokens()
    {
        var data = Directory.CreateTempSubdirectory("gridgrains-");
        try
        {
            await using var gateway = await TestGateway.StartAsync(("Auth:Key", ""), ("Gateway:DataDirectory", data.FullName));
            Assert.True(LocalKey.ExistsIn(data.FullName));
            var token = LocalKey.Open(data.FullName).IssueToken(["viewer"], [PlaceId.Parse(Town.Root)], TimeSpan.FromHours(1));
            (await gateway.SendAsync(HttpMethod.Get, "/api/places", token)).IsOk();
            (await gateway.GetAsync("/api/places")).IsProblem(401, "unauthenticated");
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Production", "http://0.0.0.0:5080", true)]
    [InlineData("Production", "http://127.0.0.1:0;https://*:5443", true)]
    [InlineData("Production", "http://wall.example:5080", true)]
    [InlineData("Production", "http://[::]:5080", true)]
    [InlineData("Production", "http://127.0.0.1:5080;http://localhost:5081;http://[::1]:5082", false)]
    [InlineData("Production", "", false)]
    [InlineData("Development", "http://0.0.0.0:5080", false)]
    public void Production_WithTheLocalKeyAlone_ListensOnThisMachineOnly(string environment, string urls, bool refused)
    {
        var result = Production(environment, new AuthOptions(), ("urls", urls));
        Assert.Equal(refused, result.Failed);
        Assert.True(Production(environment, new AuthOptions { Key = Key }, ("urls", urls)).Succeeded);
        Assert.True(Production(environment, new AuthOptions { Authority = "https://id.example" }, ("urls", urls)).Succeeded);
    }

    [Theory]
    [InlineData("http_ports", "8080")]
    [InlineData("https_ports", "8443")]
    [InlineData("Kestrel:Endpoints:Phones:Url", "https://*:5443")]
    public void Production_HoweverTheAddressIsConfigured_IsRefused(string key, string value) =>
        Assert.True(Production("Production", new AuthOptions(), (key, value)).Failed);

    [Fact]
    public async Task Start_InProductionOnAllAddressesWithoutAKey_StopsWithASentence()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => TestGateway.StartAsync(("Auth:Key", ""), ("urls", "http://0.0.0.0:0")));
        Assert.Contains("http://0.0.0.0:0 can be reached from other machines, and in Production that needs Auth:Authority", failure.ToString(), StringComparison.Ordinal);
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Production(string environment, AuthOptions auth, params (string Key, string Value)[] settings)
    {
        var builder = Microsoft.AspNetCore.Builder.WebApplication.CreateBuilder(new Microsoft.AspNetCore.Builder.WebApplicationOptions { EnvironmentName = environment });
        var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))).Build();
        return new ProductionRules(configuration, builder.Environment).Validate(null, auth);
    }

    private static string Refuses(AuthOptions options, string sentence)
    {
        var result = new AuthOptionsRules().Validate(null, options);
        Assert.True(result.Failed);
        Assert.StartsWith(sentence, result.FailureMessage, StringComparison.Ordinal);
        return result.FailureMessage;
    }
}
