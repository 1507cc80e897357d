using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GridGrains.Grains.Tests.Webhooks;

/// <summary>Another system, as real as one gets in a test: a web server that checks signatures by itself, and fails, is slow and comes and goes as a fact wants.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Secret = "whsec_bm90IGEgc2VjcmV0OiBhbiBleGFtcGxlIG9mIG9uZQ==";

    private static readonly byte[] Key = Convert.FromBase64String(Secret["whsec_".Length..]);

    private readonly ConcurrentQueue<Received> taken = [];
    private readonly ConcurrentQueue<Received> refused = [];
    private WebApplication? app;
    private string url = "http://127.0.0.1:0";

    /// <summary>What it answers to the message before it is taken; 200, if not said.</summary>
    public Func<Received, int> Answer { get; set; } = _ => 200;

    /// <summary>What it waits for before it answers.</summary>
    public Func<Task> Before { get; set; } = () => Task.CompletedTask;

    public string Url => url + "/hook?for=gridgrains";

    /// <summary>What it took, in the order in which it took it.</summary>
    public ImmutableArray<Received> Taken => [.. taken];

    /// <summary>What it answered otherwise than with a 2xx.</summary>
    public ImmutableArray<Received> Refused => [.. refused];

    public static async Task<Receiver> StartAsync()
    {
        var receiver = new Receiver();
        await receiver.UpAsync();
        return receiver;
    }

    /// <summary>Listens, where it listened before if it did.</summary>
    public async Task UpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        app = builder.Build();
        app.MapPost("/hook", TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        url = app.Urls.Single();
    }

    /// <summary>Nobody listens any more.</summary>
    public async Task DownAsync()
    {
        await app!.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
            await DownAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var message = Read(http.Request, body.ToArray());
        await Before().WaitAsync(http.RequestAborted);
        http.Response.StatusCode = Answer(message);
        (http.Response.StatusCode / 100 == 2 ? taken : refused).Enqueue(message);
    }

    // By the specification's words and nothing of ours: the bytes of id, timestamp and body with dots between, under the key, in base64.
    private static Received Read(HttpRequest request, byte[] body)
    {
        var (id, timestamp) = (request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString());
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        var signed = HMACSHA256.HashData(Key, content);
        return new(id, request.Headers["webhook-signature"] == "v1," + Convert.ToBase64String(signed), long.Parse(timestamp, null), JsonSerializer.Deserialize<JsonElement>(body));
    }
}

/// <summary>A message as it came.</summary>
internal sealed record Received(string Id, bool IsSigned, long Timestamp, JsonElement Body)
{
    public string Type => Body.GetProperty("type").GetString()!;

    /// <summary>Of counts: the places told of.</summary>
    public IEnumerable<(string Place, long Version, long Sampled)> Places => Body.GetProperty("places").EnumerateArray().Select(place => (
        place.GetProperty("place").GetString()!,
        place.GetProperty("version").GetInt64(),
        place.GetProperty("counts").TryGetProperty("tests.sampled", out var sampled) ? sampled.GetInt64() : 0));

    /// <summary>Of an alert: its number, subject, and whether it is over.</summary>
    public (long Number, string Subject, bool Cleared) Alert => (
        Body.GetProperty("number").GetInt64(), Body.GetProperty("alert").GetProperty("subject").GetString()!, Body.GetProperty("alert").TryGetProperty("clearedAt", out _));
}
