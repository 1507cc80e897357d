namespace GridGrains.Gateway.Tests;

public sealed class PagesTests : GatewayFacts
{
    [Fact]
    public async Task TheRoot_LeadsToTheWall()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { BaseAddress = Gateway.Http.BaseAddress };
        using var answer = await http.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal((302, "/wall"), ((int)answer.StatusCode, answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("/wall")]
    [InlineData("/phone")]
    [InlineData("/phone/")]
    public async Task APage_IsServedByItsName(string path)
    {
        var page = await Gateway.SendAsync(HttpMethod.Get, path, token: null);
        Assert.Equal((200, "text/html", "no-cache"), (page.Status, page.MediaType, page.Headers["Cache-Control"]));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAPageBrings_IsKeptByTheBrowser()
    {
        var page = await Gateway.SendAsync(HttpMethod.Get, "/wall", token: null);
        var script = page.Text.Split("src=\"")[1].Split('"')[0];
        var asset = await Gateway.SendAsync(HttpMethod.Get, script, token: null);
        Assert.Equal((200, "text/javascript"), (asset.Status, asset.MediaType));
        Assert.Contains("immutable", asset.Headers["Cache-Control"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/../Gateway.csproj")]
    [InlineData("/%2e%2e/GridGrains.Gateway.dll")]
    [InlineData("/assets/..%2f..%2fGridGrains.Gateway.dll")]
    public async Task AFileOutsideThePages_IsNotFound(string path) =>
        (await Gateway.SendAsync(HttpMethod.Get, path, token: null)).IsProblem(404, "not-found");
}
