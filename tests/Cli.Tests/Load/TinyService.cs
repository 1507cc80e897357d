using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GridGrains.Cli.Tests;

/// <summary>What is wrong with a simulated service.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It acknowledges a report that it does not count.</summary>
    Loses,

    /// <summary>It counts a report twice.</summary>
    CountsTwice,

    /// <summary>It counts a door that nobody reported.</summary>
    CountsWrongly,

    /// <summary>It keeps an observation that a later one has outdone.</summary>
    KeepsTheFirst,

    /// <summary>It says now and then that it cannot now, or ends the connection after it has counted the report.</summary>
    IsMoody,

    /// <summary>It answers a report that it knows as a new one, and counts it anew.</summary>
    ForgetsIds,

    /// <summary>It answers nothing for a second, once.</summary>
    Halts,

    /// <summary>It refuses for good.</summary>
    Refuses,
}

/// <summary>A small service that takes reports over HTTP and adds them up, rightly or not.</summary>
internal sealed class TinyService : IAsyncDisposable
{
    private static readonly TimeSpan Halt = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Leaf> leaves = new();
    private readonly HashSet<string> places = [];
    private readonly WebApplication app;
    private readonly Fault fault;
    private int calls;
    private int done;

    private TinyService(Fault fault)
    {
        this.fault = fault;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPut("/api/places", (Delegate)PutPlacesAsync);
        app.MapPut("/api/posts", () => Results.Json(new { }));
        app.MapPut("/api/campaigns/{c}", () => Results.Json(new { }));
        app.MapPost("/api/campaigns/{c}/close", () => Results.Json(new { }));
        app.MapPost("/api/campaigns/{c}/places/{p}/reports", async (string p, HttpContext http) => await AnswerAsync(http, body => Take(p, body)));
        app.MapPost("/api/campaigns/{c}/reports", async (HttpContext http) =>
            await AnswerAsync(http, body => new JsonArray([.. body.AsArray().Select(item => Take((string)item!["place"]!, item!))])));
        app.MapGet("/api/campaigns/{c}/places/{p}", (string p) => Results.Json(Snapshot(p)));
        app.MapGet("/api/campaigns/{c}/places/{p}/children", (string p) => Results.Json(new JsonObject
        {
            ["snapshot"] = Snapshot(p),
            ["children"] = new JsonArray([.. places.Where(child => child.StartsWith(p + ".", StringComparison.Ordinal) && child.LastIndexOf('.') == p.Length).Select(Snapshot)]),
        }));
        app.MapGet("/api/campaigns/{c}/places/{p}/audit", (string p) => Results.Json(new { matches = true, reports = 0 }));
    }

    /// <summary>Its address.</summary>
    public string Url => app.Urls.First();

    /// <summary>Starts one.</summary>
    public static async Task<TinyService> StartAsync(Fault fault)
    {
        var service = new TinyService(fault);
        await service.app.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> PutPlacesAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        foreach (var row in (await reader.ReadToEndAsync(http.RequestAborted)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
            places.Add(row.Split(',')[0]);
        return Results.Json(new { });
    }

    private async Task AnswerAsync(HttpContext http, Func<JsonNode, JsonNode> take)
    {
        var call = Interlocked.Increment(ref calls);
        if (fault == Fault.Refuses || (fault == Fault.IsMoody && call % 5 == 0))
        {
            http.Response.StatusCode = fault == Fault.Refuses ? 422 : 503;
            await http.Response.WriteAsJsonAsync(new { status = http.Response.StatusCode });
            return;
        }
        if (fault == Fault.Halts && call == 10)
            await Task.Delay(Halt, TimeProvider.System, http.RequestAborted);
        var answer = take((await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted))!);
        if (fault == Fault.IsMoody && call % 7 == 0)
            http.Abort();
        else
            await http.Response.WriteAsJsonAsync(answer);
    }

    private JsonObject Take(string place, JsonNode report)
    {
        var leaf = leaves.GetOrAdd(place, _ => new Leaf());
        lock (leaf)
        {
            var id = (string)report["reportId"]!;
            if (leaf.Known.TryGetValue(id, out var sequence) && fault != Fault.ForgetsIds)
                return new JsonObject { ["sequence"] = sequence, ["status"] = "duplicate" };
            leaf.Known[id] = sequence = ++leaf.Version;
            Count(leaf, report["observations"]!.AsArray(), spoil: IsItsTurn(report));
            return new JsonObject { ["sequence"] = sequence, ["status"] = "recorded" };
        }
    }

    private void Count(Leaf leaf, JsonArray observations, bool spoil)
    {
        if (spoil && fault == Fault.Loses)
            return;
        if (spoil && fault == Fault.CountsTwice)
            leaf.Version++;
        if (spoil && fault == Fault.CountsWrongly)
            leaf.Winners[(LoadSeries.Household.Code, "nobody")] = (default, 1);
        foreach (var observation in observations)
        {
            var key = ((string)observation!["series"]!, (string)observation["subject"]!);
            var (at, value) = (DateTime.Parse((string)observation["at"]!, System.Globalization.CultureInfo.InvariantCulture), (long)observation["value"]!);
            if (!leaf.Winners.TryGetValue(key, out var before) || (at >= before.At && fault != Fault.KeepsTheFirst))
                leaf.Winners[key] = (at, value);
        }
    }

    // Once, and with a door that is not reported again, so that nothing makes up for it.
    private bool IsItsTurn(JsonNode report) =>
        report["observations"]!.AsArray().Any(o => (string)o!["series"]! == LoadSeries.Household.Code) && Interlocked.Increment(ref done) == 20;

    private JsonObject Snapshot(string place)
    {
        var (version, counts) = (0L, new Dictionary<string, long>());
        foreach (var (id, leaf) in leaves.Where(l => l.Key == place || l.Key.StartsWith(place + ".", StringComparison.Ordinal)))
        {
            lock (leaf)
            {
                version += leaf.Version;
                foreach (var ((code, _), winner) in leaf.Winners)
                {
                    Catalogue.Current.TryGetSeries(code, out var series);
                    foreach (var count in Catalogue.Current.CountsOf(series!))
                        counts[count.Code] = counts.GetValueOrDefault(count.Code) + count.Measure.Of(winner.Value);
                }
            }
        }
        return new JsonObject { ["place"] = place, ["level"] = "", ["version"] = version, ["counts"] = JsonSerializer.SerializeToNode(counts) };
    }

    private sealed class Leaf
    {
        public long Version { get; set; }

        public Dictionary<string, long> Known { get; } = [];

        public Dictionary<(string Series, string Subject), (DateTime At, long Value)> Winners { get; } = [];
    }
}
