using System.Net;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace GridGrains.Gateway.Tests;

/// <summary>A gateway with a certificate, made for the fact, at one address, and a plain address beside it.</summary>
public sealed class TlsTests : IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("gridgrains-");
    private readonly X509Certificate2 certificate = NewCertificate();
    private TestGateway gateway = null!;

    private Uri Secure => gateway.Addresses.Single(a => a.Scheme == "https");

    private Uri Plain => gateway.Addresses.Single(a => a.Scheme == "http");

    public async ValueTask InitializeAsync()
    {
        var file = Path.Combine(directory.FullName, "gateway.pfx");
        await File.WriteAllBytesAsync(file, certificate.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, "of a fact"), TestContext.Current.CancellationToken);
        gateway = await TestGateway.StartAsync(
            ("urls", "https://127.0.0.1:0;http://127.0.0.1:0"), ("Kestrel:Certificates:Default:Path", file), ("Kestrel:Certificates:Default:Password", "of a fact"));
    }

    public async ValueTask DisposeAsync()
    {
        await gateway.DisposeAsync();
        certificate.Dispose();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task OverTls_ItAnswersAndTellsBrowsersToComeThisWayOnly()
    {
        using var http = Trusting();
        using var answer = await http.GetAsync(new Uri(Secure, "/health/live"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/wall")]
    [InlineData("/health/live")]
    [InlineData("/api/catalogue")]
    [InlineData("/hub")]
    [InlineData("/openapi/v1.json")]
    public async Task OverPlainHttp_EverythingIsRefusedAndNothingRedirected(string path)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Plain, path));
        request.Headers.Authorization = new("Bearer", TestGateway.Token("steward", Town.Root));
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Forbidden, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Null(answer.Headers.Location);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task PlainHttp_AtTheAddressWithTls_IsNoHttp()
    {
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new UriBuilder(Secure) { Scheme = "http" }.Uri, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ACertificateThatIsNotTrusted_IsNotTaken()
    {
        using var http = new HttpClient();
        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri(Secure, "/health/live"), TestContext.Current.CancellationToken));
        Assert.IsType<AuthenticationException>(refused.InnerException);
    }

    [Fact]
    public async Task TheHub_IsOpenedOverTlsOnly()
    {
        var query = $"?access_token={TestGateway.Token("viewer", Town.Root)}";
        using var secure = new ClientWebSocket();
        secure.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString();
        await secure.ConnectAsync(new UriBuilder(Secure) { Scheme = "wss", Path = "/hub", Query = query }.Uri, TestContext.Current.CancellationToken);
        Assert.Equal(WebSocketState.Open, secure.State);
        using var plain = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(
            () => plain.ConnectAsync(new UriBuilder(Plain) { Scheme = "ws", Path = "/hub", Query = query }.Uri, TestContext.Current.CancellationToken));
    }

    private HttpClient Trusting() => new(new HttpClientHandler
    {
        ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
    });

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
