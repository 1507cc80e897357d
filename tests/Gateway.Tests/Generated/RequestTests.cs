using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace GridGrains.Gateway.Tests;

/// <summary>Whatever requests come over HTTP, none is answered 5xx and every refusal is a problem.</summary>
[Collection(nameof(Generated))]
public sealed class RequestTests : GatewayFacts
{
    private const int Workers = 8;

    private static readonly string[] Roles = ["public", "viewer", "reporter", "steward", "nobody"];
    private static readonly string[] Methods = ["GET", "GET", "GET", "PUT", "POST", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS"];
    private static readonly string[] Types = ["application/json", "text/csv", "text/csv; charset=utf-8", "application/json; charset=utf-16", "text/plain", "x"];
    private static readonly string[] Headers = ["If-None-Match", "Accept", "Origin", "Accept-Encoding", "Range", "Expect", "X-Forwarded-For", "Authorization", "Content-Encoding"];

    private static readonly string[] Paths =
    [
        "/api/catalogue", "/api/places?root=enping.shengtang&depth=2&after=enping.shengtang.v01&limit=3", "/api/posts?dryRun=true", "/api/campaigns",
        $"/api/campaigns/{Town.Round}", $"/api/campaigns/{Town.Round}/close", $"/api/campaigns/{Town.Round}/reports", Ledger + Town.Grid, Ledger + Town.Village + "/children",
        Ledger + Town.Grid + "/reports", Ledger + Town.Grid + "/history?count=tests.sampled&step=300&from=2022-10-06T00:00:00Z&to=1665047700",
        Ledger + Town.Grid + "/subjects?series=tests.sampled&after=T1&limit=5", Ledger + Town.Village + "/posts?after=site-1", Ledger + Town.Village + "/alerts?limit=1",
        Ledger + Town.Village + "/alerts/0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a/acknowledge", Ledger + Town.Village + "/notices",
        Ledger + Town.Grid + "/notices/0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a?limit=1", Ledger + Town.Grid + "/notices/0199b1c2-7c3f-7b10-8a21-6d5f4e3c2b1a/acknowledge",
        Ledger + Town.Village + "/audit", Ledger + Town.Root + "/trail?of=reports&after=a.b/1", Ledger + Town.Root + "/export.csv?level=grid", "/hub", "/hub/negotiate", "/wall", "/nowhere",
    ];

    private static readonly string[] Bodies =
        [Samples.Report, Samples.Bulk, Samples.Places, Samples.Posts, Samples.PlacesJson, Samples.PostsJson, Samples.Campaign, Samples.Notice, ""];

    private readonly ConcurrentDictionary<int, int> statuses = new();

    internal override (string Key, string Value)[] Settings => TestGateway.WithoutRates;

    [Fact]
    public async Task Requests_OfWhateverKind_AreAnsweredOrRefusedByAProblem()
    {
        // The tree stays as it is, for the grains of these facts know no other.
        Gateway.City.Errors = [new ImportError(1, "id", "may not be")];
        var tokens = Roles.ToDictionary(role => role, role => TestGateway.Token(role, Town.Root));
        const int requests = 100_000 / Workers;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < requests; i++)
                await SendAsync((worker * 10_000_000) + i, tokens);
        })));
        // Something came through, and something of each kind was refused.
        Assert.All([200, 400, 401, 403, 404, 405, 415, 422], status => Assert.True(statuses.GetValueOrDefault(status) > 0, $"none was {status}"));
        (await Gateway.PostAsync(Ledger + Town.Grid + "/reports", Report())).IsOk();
    }

    private async Task SendAsync(int seed, Dictionary<string, string> tokens)
    {
        var make = new Mutator(seed);
        var path = make.Below(3) == 0 ? make.Pick(Paths) : Escape(make.Change(make.Pick(Paths)));
        using var request = new HttpRequestMessage(new HttpMethod(make.Pick(Methods)), path);
        if (make.Below(20) > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", make.Below(20) == 0 ? Ascii(make.Change(tokens["viewer"])) : tokens[make.Pick(Roles)]);
        if (make.Below(3) == 0)
            request.Headers.TryAddWithoutValidation(make.Pick(Headers), Ascii(make.Change("https://wall.example, */*;q=0.5, \"p1-2\"")));
        if (request.Method.Method is "PUT" or "POST" or "PATCH" or "DELETE")
        {
            request.Content = new ByteArrayContent(make.Change(Samples.Bytes(make.Pick(Bodies))));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", make.Below(4) == 0 ? Ascii(make.Change(make.Pick(Types))) : make.Pick(Types));
        }
        var sent = $"request {seed}: {request.Method} {path}";
        using var response = await Gateway.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        statuses.AddOrUpdate(status, 1, (_, before) => before + 1);
        Assert.True(status < 500, $"{sent} was answered {status}");
        if (status < 400)
            return;
        var body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        // Kestrel itself answers what is no HTTP, without a body; to HEAD nobody may answer one.
        if (request.Method == HttpMethod.Head || (body.Length == 0 && status == 400))
            return;
        var problem = new Answer(status, response.Content.Headers.ContentType?.MediaType, body, new Dictionary<string, string>());
        Assert.True(problem.MediaType == "application/problem+json", $"{sent} was answered {status} as {problem.MediaType}: {problem.Text}");
        Assert.StartsWith("urn:gridgrains:", problem.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(problem.Json.GetProperty("title").GetString()!);
        Assert.Equal(status, problem.Json.GetProperty("status").GetInt32());
    }

    // A client library lets only URIs through; what is no URI is the web server's to refuse.
    private static string Escape(string path) =>
        "/" + string.Concat(path.Select(c => char.IsAsciiLetterOrDigit(c) || "/.-_~?&=%:".Contains(c) ? c.ToString() : char.IsSurrogate(c) ? "" : Uri.EscapeDataString(c.ToString()))).TrimStart('/');

    private static string Ascii(string text) => string.Concat(text.Where(c => c is >= ' ' and < '\x7f'));
}
