using System.Net.Http.Headers;
using System.Text.Json;
using GridGrains.Testing;

namespace GridGrains.Gateway.Tests;

/// <summary>What came of a call, as far as the caller can tell one answer from another.</summary>
internal sealed record Heard(int Status, string Body, string Headers);

/// <summary>Makes the calls of the contract about a place, over HTTP or on the hub.</summary>
internal static class Asking
{
    private const string Any = "0199c1a0-0000-7000-8000-000000000001";
    private static readonly string[] Counts = ["tests.sampled"];
    private const string Report = $$"""{ "reportId": "{{Any}}", "observations": [] }""";

    /// <summary>A request over HTTP.</summary>
    public static async Task<Heard> OverHttpAsync(HttpClient http, Call call, Caller caller, string place)
    {
        using var request = Request(call.Name, place);
        if (caller.Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", caller.Token);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal);
        return Item(call, new Heard((int)answer.StatusCode, body, string.Join('\n', headers.Select(h => $"{h.Key}: {string.Join(", ", h.Value)}"))));
    }

    /// <summary>A call on the hub.</summary>
    public static async Task<Heard> OnHubAsync(HubClient hub, Call call, string place)
    {
        var campaign = Country.LargestOf(place);
        try
        {
            var answer = await (call.Name["hub ".Length..] switch
            {
                "Watch" => hub.InvokeAsync("Watch", campaign, new[] { place }),
                "WatchTree" => hub.InvokeAsync("WatchTree", campaign, place, Counts, 0),
                "Report" => hub.InvokeAsync("Report", campaign, place, JsonSerializer.Deserialize<JsonElement>(Report)),
                "Unwatch" => hub.InvokeAsync("Unwatch", campaign, new[] { place }),
                "UnwatchTree" => hub.InvokeAsync("UnwatchTree", campaign, place),
                var other => throw new NotSupportedException(other),
            });
            return new(200, answer.ToString(), "");
        }
        catch (HubRefusedException refused)
        {
            return new(refused.Problem.GetProperty("status").GetInt32(), refused.Problem.GetRawText(), "");
        }
    }

    private static HttpRequestMessage Request(string name, string place)
    {
        var (method, route) = (name.Split(' ')[0], name.Split(' ')[1]);
        var campaign = route.StartsWith("/api/campaigns/{c}/places", StringComparison.Ordinal) || route.EndsWith("/reports", StringComparison.Ordinal)
            ? Country.LargestOf(place)
            : Country.CampaignOf(place);
        var path = route.Replace("{c}", campaign, StringComparison.Ordinal).Replace("{p}", place, StringComparison.Ordinal).Replace("{id}", route.StartsWith("/api/changes", StringComparison.Ordinal) ? place : Any, StringComparison.Ordinal).Replace("{date}", "2022-10-06", StringComparison.Ordinal).Replace("{task}", "first-report", StringComparison.Ordinal).Replace("{moment}", "2022-10-06T00:00:00Z", StringComparison.Ordinal);
        return new(new HttpMethod(method), path + Query(name, place)) { Content = Body(name, place) };
    }

    private static string Query(string name, string place) => name switch
    {
        "GET /api/places" => $"?root={place}",
        "PUT /api/places/codes" => $"?under={place}",
        _ when name.EndsWith("/history", StringComparison.Ordinal) => "?count=tests.sampled",
        _ when name.EndsWith("/tree", StringComparison.Ordinal) => "?counts=tests.sampled",
        _ => "",
    };

    private static StringContent? Body(string name, string place) => name switch
    {
        "PUT /api/places" => TestGateway.Csv($"id,level,name\n{place},grid,x\n"),
        "PUT /api/places/codes" => TestGateway.Csv("code,name\n440785,x\n"),
        "PUT /api/posts" => TestGateway.Csv($"id,place,kind,name,requires,hours\npost-1,{place},gate,x,cadre:1,08:00-20:00\n"),
        "POST /api/changes" => TestGateway.Json($$"""{ "id": "x", "kind": "close", "place": "{{place}}" }"""),
        "PUT /api/campaigns/{c}" => TestGateway.Json($$"""{ "kind": "round", "title": "x", "root": "{{place}}", "opensAt": "2022-10-06T00:00:00Z", "targets": { } }"""),
        "POST /api/campaigns/{c}/reports" => TestGateway.Json($$"""[{ "place": "{{place}}", "reportId": "{{Any}}", "observations": [] }]"""),
        _ when name.EndsWith("/reports", StringComparison.Ordinal) => TestGateway.Json(Report),
        _ when name is ['P', 'O', ..] && name.EndsWith("/notices", StringComparison.Ordinal) => TestGateway.Json($$"""{ "id": "{{Any}}", "text": { "zh": "一" } }"""),
        _ when name is ['P', 'O', ..] && name.EndsWith("/webhooks", StringComparison.Ordinal) =>
            TestGateway.Json($$"""{ "id": "{{Any}}", "what": "counts", "url": "https://hooks.example/", "secret": "whsec_bm90IGEgc2VjcmV0OiBhbiBleGFtcGxlIG9mIG9uZQ==" }"""),
        _ when name.Contains("/dhis2.", StringComparison.Ordinal) => TestGateway.Json(
            $$"""{ "dataSet": "lyLU2wR22tC", "period": "Daily", "dataElements": [{ "count": "tests.sampled", "dataElement": "f7n9E0hX8qk" }], "orgUnits": { "{{place}}": "DiszpKrYNg8" } }"""),
        _ => null,
    };

    // What counts of a bulk call is what becomes of its one item, and of a listing whether the campaign is in it.
    private static Heard Item(Call call, Heard answer)
    {
        if (call.Name != "POST /api/campaigns/{c}/reports" || answer.Status != 200)
            return answer;
        using var items = JsonDocument.Parse(answer.Body);
        var item = items.RootElement[0];
        return item.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Number
            ? new(status.GetInt32(), item.GetRawText(), "an item")
            : new(200, item.GetRawText(), "an item");
    }
}
