using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace GridGrains.Gateway.Tests;

/// <summary>The gateway on a free port of this machine, with grains of a fact.</summary>
internal sealed class TestGateway : IAsyncDisposable
{
    public static readonly byte[] Key = Encoding.ASCII.GetBytes("a key of a fact, of 32 bytes or more");

    private readonly WebApplication app;

    private TestGateway(WebApplication app)
    {
        this.app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>Refusals of which the trail was not told.</summary>
    public long Dropped => app.Services.GetRequiredService<RefusalTrail>().Dropped;

    public TestGrid Grid { get; private init; } = null!;

    public TestArea Area { get; private init; } = null!;

    public TestCity City { get; private init; } = null!;

    public TestJournal Journal { get; private init; } = null!;

    public TestBoard Board { get; private init; } = null!;

    /// <summary>All its addresses, in the order in which they were configured.</summary>
    public Uri[] Addresses => [.. app.Urls.Select(url => new Uri(url))];

    /// <summary>What it consists of.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>For facts that send more in a second than a token may.</summary>
    public static (string Key, string Value)[] WithoutRates { get; } =
    [
        ("Gateway:RequestsPerSecond", "0"), ("Gateway:ReportsPerSecond", "0"), ("Gateway:SharedReportsPerSecond", "0"), ("Gateway:PlaceReportsPerSecond", "0"),
        ("Feed:CallsPerSecond", "0"),
    ];

    public static Task<TestGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(logs: null, settings);

    /// <summary>A gateway that logs all that it can log, of whatever level the gateway does not rule out itself.</summary>
    public static Task<TestGateway> StartLoggingAsync(ILoggerProvider to) => StartAsync(to, []);

    private static Task<TestGateway> StartAsync(ILoggerProvider? logs, (string Key, string Value)[] settings)
    {
        var (grid, area, city, journal, board) = (new TestGrid(), new TestArea(), new TestCity(), new TestJournal(), new TestBoard());
        return StartAsync(
            TestGrains.Of(grid, area, city, journal, board),
            logs,
            settings,
            app => new TestGateway(app) { Grid = grid, Area = area, City = city, Journal = journal, Board = board });
    }

    /// <summary>As above, with other grains.</summary>
    public static Task<TestGateway> StartAsync(IGrainFactory grains, params (string Key, string Value)[] settings) =>
        StartAsync(grains, logs: null, settings, app => new TestGateway(app));

    private static async Task<TestGateway> StartAsync(
        IGrainFactory grains, ILoggerProvider? logs, (string Key, string Value)[] settings, Func<WebApplication, TestGateway> make)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        if (logs is not null)
            builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Trace).AddFilter(null, LogLevel.Trace);
        builder.Configuration.AddInMemoryCollection(
        [
            new("urls", "http://127.0.0.1:0"),
            new("Auth:Key", Convert.ToBase64String(Key)),
            new("Gateway:ReportPatience", "00:00:00.3"),
            new("Gateway:ReadyTimeout", "00:00:00.2"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.AddGridGrainsGateway();
        builder.Services.AddSingleton(grains);
        var app = builder.Build();
        app.MapGridGrainsGateway();
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<CurrentCity>().Known.WaitAsync(TestContext.Current.CancellationToken);
        return make(app);
    }

    /// <summary>A token as the configured key issues it, changed as a fact wants.</summary>
    public static string Token(string role, string place, Action<SecurityTokenDescriptor>? change = null)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = LocalKey.Issuer,
            Audience = LocalKey.Audience,
            Claims = new Dictionary<string, object> { ["sub"] = "phone-1", ["role"] = role, ["place"] = place },
            NotBefore = now.AddMinutes(-5),
            IssuedAt = now.AddMinutes(-5),
            Expires = now.AddHours(1),
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(Key), SecurityAlgorithms.HmacSha256),
        };
        change?.Invoke(token);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }

    public Task<Answer> GetAsync(string path, string role = "viewer", string place = Town.Root) => SendAsync(HttpMethod.Get, path, Token(role, place));

    public Task<Answer> PostAsync(string path, string json, string role = "reporter", string place = Town.Root) =>
        SendAsync(HttpMethod.Post, path, Token(role, place), Json(json));

    public Task<Answer> PutAsync(string path, HttpContent body, string role = "steward", string place = Town.Root) =>
        SendAsync(HttpMethod.Put, path, Token(role, place), body);

    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string? token, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        if (token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken),
            response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(", ", h.Value)));
    }

    public static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    public static StringContent Csv(string csv) => new(csv, Encoding.UTF8, "text/csv");

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.DisposeAsync();
    }
}

/// <summary>What the gateway answered.</summary>
internal sealed record Answer(int Status, string? MediaType, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Bytes);

    /// <summary>That it is a problem of this status and code; it, for more.</summary>
    public JsonElement IsProblem(int status, string code)
    {
        Assert.Equal((status, "application/problem+json"), (Status, MediaType));
        Assert.Equal($"urn:gridgrains:{code}", Json.GetProperty("type").GetString());
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        return Json;
    }

    /// <summary>That all is well; the JSON.</summary>
    public JsonElement IsOk()
    {
        Assert.True(Status == 200, Text);
        return Json;
    }
}
