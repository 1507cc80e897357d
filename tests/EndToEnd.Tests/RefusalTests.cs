using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace GridGrains.EndToEnd.Tests;

public sealed class RefusalTests : IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private const string Campaign = "shengtang-test";
    private const string Town = "enping.shengtang";
    private const string Grid = "enping.shengtang.v01.g01";
    private Home home = null!;
    private HttpClient phone = null!;

    public async ValueTask InitializeAsync()
    {
        home = new Home();
        await home.ServeAsync("--empty");
        await home.RunAsync(0, "import", Places.Scenario("shengtang"));
        phone = home.Client("steward", "enping");
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await home.DisposeAsync();
    }

    [Fact]
    public async Task Report_ThatMayNotBe_IsAnsweredByTheTableAndChangesNothing()
    {
        var late = TimeProvider.System.GetUtcNow().AddMinutes(11).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var one = Reports.Observation("T1", 1);
        await RefusedAsync(Town, Reports.Sampled("T1", 1), 422, "invalid", "place");
        await RefusedAsync(Grid, Reports.Report(new { series = "tests.unknown", subject = "T1", value = 1, at = "2022-10-06T09:12:31Z" }), 422, "invalid", "observations[0].series");
        await RefusedAsync(Grid, Reports.Sampled("T1", 1, late), 422, "invalid", "observations[0].at");
        await RefusedAsync(Grid, Reports.Sampled("T1", -1), 422, "invalid", "observations[0].value");
        await RefusedAsync(Grid, Reports.Sampled("T1", 9223372036854775808UL), 422, "invalid", "observations[0].value");
        await RefusedAsync(Grid, Reports.Sampled("T1", "ten"), 400, "malformed", "observations[0].value");
        await RefusedAsync(Grid, Reports.Report(new { series = "tests.sampled", subject = "T1", value = 1, at = "2022-10-06T09:12:31Z", name = "x" }), 400, "malformed", "observations[0].name");
        await RefusedAsync(Grid, Reports.Report(Enumerable.Repeat(one, 501)), 413, "too-large", null);
        await RefusedAsync(Grid, Reports.Sampled("110101199003074514", 1), 422, "invalid", "observations[0].subject");
        await RefusedAsync(Grid, Reports.Sampled("13812345678", 1), 422, "invalid", "observations[0].subject");
        await RefusedAsync("elsewhere.g01", Reports.Sampled("T1", 1), 403, "forbidden", null);
    }

    [Fact]
    public async Task Report_KnownIdWithAnotherBody_IsRefused()
    {
        var id = Guid.NewGuid();
        object Body(int value) => new { reportId = id, observations = new[] { Reports.Observation("T1", value) } };
        using var first = await phone.PostAsJsonAsync(Address(Grid), Body(1), Cancellation);
        Assert.True(first.IsSuccessStatusCode);
        using var again = await phone.PostAsJsonAsync(Address(Grid), Body(1), Cancellation);
        Assert.Equal("duplicate", (await again.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("status").GetString());
        using var other = await phone.PostAsJsonAsync(Address(Grid), Body(2), Cancellation);
        Assert.Equal(422, (int)other.StatusCode);
    }

    [Fact]
    public async Task PutPlaces_WithABadRow_NamesItAndChangesNothing()
    {
        var before = await phone.GetStringAsync("api/places?root=enping", Cancellation);
        const string Rows = "id,level,name,name_en,households\nenping.shengtang.v13,village,村13,V13,\nenping.shengtang.v13.g01,gird,网格1,G1,10\n";
        using var content = new StringContent(Rows, Encoding.UTF8, new MediaTypeHeaderValue("text/csv", "utf-8"));
        using var answer = await phone.PutAsync("api/places", content, Cancellation);
        Assert.Equal(422, (int)answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("errors");
        Assert.Equal("rows[2].level", Assert.Single(errors.EnumerateObject()).Name);
        Assert.Equal(before, await phone.GetStringAsync("api/places?root=enping", Cancellation));
    }

    private static string Address(string place) => $"api/campaigns/{Campaign}/places/{place}/reports";

    private async Task RefusedAsync(string place, object report, int status, string code, string? member)
    {
        using var answer = await phone.PostAsJsonAsync(Address(place), report, Cancellation);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
        Assert.Equal((status, $"urn:gridgrains:{code}", "application/problem+json"), ((int)answer.StatusCode, problem.GetProperty("type").GetString(), answer.Content.Headers.ContentType?.MediaType));
        if (member is not null)
            Assert.Equal(member, Assert.Single(problem.GetProperty("errors").EnumerateObject()).Name);
        using var api = home.Api("enping");
        var town = await api.SnapshotAsync(Campaign, Town, Cancellation);
        Assert.Equal(0, town.Version);
        Assert.All(town.Counts.Values, count => Assert.Equal(0, count));
    }
}
