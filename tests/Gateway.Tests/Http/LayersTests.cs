using System.Net.Sockets;
using System.Text;

namespace GridGrains.Gateway.Tests;

/// <summary>Every layer that can refuse a request refuses it as a problem.</summary>
public sealed class LayersTests : GatewayFacts
{
    [Theory]
    [InlineData("/api/no-such-thing")]
    [InlineData("/no-such-page")]
    [InlineData("/hub/no-such-thing")]
    [InlineData("/openapi/v2.json")]
    public async Task AnUnknownAddress_IsNotFound(string path) => (await Gateway.GetAsync(path)).IsProblem(404, "not-found");

    [Fact]
    public async Task TheHub_WithoutAWebSocket_IsMalformed() => (await Gateway.GetAsync("/hub")).IsProblem(400, "malformed");

    [Fact]
    public async Task AnotherMethod_IsRefusedWithAllow()
    {
        var answer = await Gateway.SendAsync(HttpMethod.Delete, "/api/places", TestGateway.Token("steward", Town.Root));
        answer.IsProblem(405, "method");
        Assert.Equal("GET, PUT", answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("text/html", 406)]
    [InlineData("application/json;q=0, text/html", 406)]
    [InlineData("text/html, application/*;q=0.1", 200)]
    [InlineData("text/html, */*", 200)]
    [InlineData("application/json; charset=utf-8", 200)]
    [InlineData("&%", 200)]
    public async Task AnAcceptHeader_IsHeeded(string accept, int status)
    {
        var answer = await Gateway.SendAsync(HttpMethod.Get, "/api/catalogue", TestGateway.Token("viewer", Town.Root), null, ("Accept", accept));
        Assert.Equal(status, answer.Status);
        if (status == 406)
            answer.IsProblem(406, "not-acceptable");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    public async Task ABodyOfAnotherType_IsRefused(string type)
    {
        using var body = new StringContent(Report(), Encoding.UTF8, type);
        (await Gateway.SendAsync(HttpMethod.Post, Ledger + Town.Grid + "/reports", TestGateway.Token("reporter", Town.Root), body)).IsProblem(415, "media-type");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABodyOverTheLimit_IsTooLarge(bool chunked)
    {
        using var body = TestGateway.Json(new string(' ', (256 * 1024) + 1));
        if (chunked)
            body.Headers.ContentLength = null;
        using var sent = chunked ? new ChunkedContent(body) : (HttpContent)body;
        (await Gateway.SendAsync(HttpMethod.Post, Ledger + Town.Grid + "/reports", TestGateway.Token("reporter", Town.Root), sent)).IsProblem(413, "too-large");
        Assert.Empty(Gateway.Grid.Reports);
    }

    [Fact]
    public async Task ABodyOfTheLimit_IsRead()
    {
        var report = Report(Observation());
        var answer = await Gateway.PostAsync(Ledger + Town.Grid + "/reports", report + new string(' ', (256 * 1024) - report.Length));
        answer.IsOk();
    }

    [Fact]
    public async Task ADefect_IsInternalAndSaysNothingOfItself()
    {
        // Counts that a grain never gives: what fails is what the gateway does with them.
        Gateway.Grid.Counts = _ => null!;
        var answer = await Gateway.GetAsync(Ledger + Town.Grid);
        answer.IsProblem(500, "internal");
        Assert.DoesNotContain("Exception", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task AGrainThatFails_IsUnavailableWhateverItThrows(Type type)
    {
        Gateway.Grid.Counts = _ => throw Failure(type);
        foreach (var path in new[] { "", "/children", "/export.csv?level=grid" })
        {
            var answer = await Gateway.GetAsync(Ledger + Town.Grid + path);
            answer.IsProblem(503, "unavailable");
            Assert.InRange(int.Parse(answer.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 3);
            Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task ALeafThatFails_IsUnavailableWhateverItThrowsAndSentAgain(Type type)
    {
        Gateway.Grid.Answer = (_, _) => throw Failure(type);
        (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Report())).IsProblem(503, "unavailable");
        Assert.True(Gateway.Grid.Reports.Count > 1, "it was not sent again");
    }

    public static TheoryData<Type> Failures => [typeof(TimeoutException), typeof(FormatException), typeof(NotSupportedException), typeof(OperationCanceledException)];

    [Fact]
    public async Task ABrokenChunk_IsMalformed()
    {
        var answer = await RawAsync(
            $"POST {Ledger}{Town.Grid}/reports HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestGateway.Token("reporter", Town.Root)}\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n");
        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("urn:gridgrains:malformed", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryAnswer_HasItsHeaders()
    {
        foreach (var path in new[] { "/api/catalogue", "/api/no-such-thing", "/health/live", "/openapi/index.html", "/wall", "/hub" })
        {
            var answer = await Gateway.GetAsync(path);
            Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
            Assert.Equal("no-referrer", answer.Headers["Referrer-Policy"]);
            var policy = answer.Headers["Content-Security-Policy"];
            Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.False(answer.Headers.ContainsKey("Server"));
            Assert.False(answer.Headers.ContainsKey("Strict-Transport-Security"));
        }
    }

    private static Exception Failure(Type type) => (Exception)Activator.CreateInstance(type, "secret")!;

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Gateway.Http.BaseAddress!.Host, Gateway.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private sealed class ChunkedContent : HttpContent
    {
        private readonly HttpContent inner;

        public ChunkedContent(HttpContent inner)
        {
            this.inner = inner;
            Headers.ContentType = inner.Headers.ContentType;
        }

        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => inner.CopyToAsync(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
