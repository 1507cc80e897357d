using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace GridGrains.Gateway.Tests;

/// <summary>A secret that is sent in every way there is comes out in none: not in logs, traces, exceptions, metrics, or what others are told.</summary>
public sealed class CanaryTests
{
    // Not a word of the service; of the shape of a subject, so that it also comes past the checks.
    private const string Canary = "C4NARY-7d1f9e";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ASecret_SentInEveryWay_ComesOutInNone()
    {
        var heard = new ConcurrentQueue<(string From, string Text)>();
        void Hear(string from, string? text) => heard.Enqueue((from, text ?? ""));
        void HearException(object? sender, System.Runtime.ExceptionServices.FirstChanceExceptionEventArgs e) => Hear("exception", e.Exception.Message);
        AppDomain.CurrentDomain.FirstChanceException += HearException;
        using var traces = Traces(Hear);
        using var metrics = Metrics(Hear);
        await using var gateway = await TestGateway.StartLoggingAsync(new HearingLogs(Hear));
        // What fails in earnest is logged too, and with its exception.
        gateway.Grid.Answer = (_, _) => throw new InvalidOperationException("the leaf failed");

        await SendAsync(gateway);
        await SpeakAsync(gateway);
        await Until(() => gateway.Board.Trail.Told.Any(e => e.What == "watch"));
        metrics.RecordObservableInstruments();
        AppDomain.CurrentDomain.FirstChanceException -= HearException;
        foreach (var entry in gateway.Board.Trail.Told)
            Hear("trail", entry.ToString());

        // All of them were listened to.
        Assert.Equal(["exception", "log", "metric", "trace", "trail"], heard.Select(h => h.From).Distinct().Order());
        Assert.Empty(heard.Where(h => h.Text.Contains(Canary, StringComparison.OrdinalIgnoreCase)).Select(h => $"{h.From}: {h.Text}").Distinct());
    }

    private static async Task SendAsync(TestGateway gateway)
    {
        var reporter = TestGateway.Token("reporter", Town.Root, t => t.Claims["jti"] = Canary);
        var steward = TestGateway.Token("steward", Town.Root);
        var leaf = GatewayFacts.Ledger + Town.Grid;
        var answers = new List<Answer>
        {
            // Tokens: good with the secret inside, bad with it outside.
            await gateway.SendAsync(HttpMethod.Get, leaf, reporter),
            await gateway.SendAsync(HttpMethod.Get, leaf, Canary),
            await gateway.SendAsync(HttpMethod.Get, leaf, $"{reporter}{Canary}"),
            // Query and headers.
            await gateway.SendAsync(HttpMethod.Get, $"{leaf}/subjects?after={Canary}&series={Canary}&access_token={Canary}", reporter),
            await gateway.SendAsync(HttpMethod.Get, leaf, reporter, null, ("X-Secret", Canary), ("Cookie", $"a={Canary}"), ("User-Agent", Canary), ("If-None-Match", $"\"{Canary}\"")),
            // Bodies: one that is taken, one that fails inside, and some that cannot be read.
            await gateway.SendAsync(HttpMethod.Post, leaf + "/reports", reporter, TestGateway.Json(GatewayFacts.Report(GatewayFacts.Observation(subject: Canary)))),
            await gateway.SendAsync(HttpMethod.Post, leaf + "/reports", reporter, TestGateway.Json($$"""{ "reportId": "{{Canary}}" """)),
            await gateway.SendAsync(HttpMethod.Post, leaf + "/reports", reporter, TestGateway.Json($"\"{Canary}\"")),
            await gateway.SendAsync(HttpMethod.Post, leaf + "/reports", reporter, TestGateway.Json(GatewayFacts.Report(GatewayFacts.Observation(subject: Canary + "张")))),
            await gateway.SendAsync(HttpMethod.Put, "/api/campaigns/c2", steward, TestGateway.Json($$"""{ "kind": 1, "title": "{{Canary}}" }""")),
            await gateway.SendAsync(HttpMethod.Put, "/api/places", steward, TestGateway.Csv($"id,level,name\n{Canary},\"{Canary}\n")),
            await gateway.SendAsync(
                HttpMethod.Post, GatewayFacts.Ledger + Town.Village + "/notices", steward, TestGateway.Json($$"""{ "id": "{{Canary}}", "text": { "zh": "{{Canary}}" } }""")),
        };
        Assert.Contains(answers, answer => answer.Status == 200);
        Assert.Contains(answers, answer => answer.Status == 503);
        // Nor do answers repeat what was in a token, a header or a query.
        Assert.All(answers.Take(5), answer => Assert.DoesNotContain(Canary, answer.Text, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task SpeakAsync(TestGateway gateway)
    {
        using var client = new ClientWebSocket();
        client.Options.SetRequestHeader("X-Secret", Canary);
        var token = TestGateway.Token("viewer", Town.Root, t => t.Claims["jti"] = Canary);
        await client.ConnectAsync(new Uri($"ws://{gateway.Http.BaseAddress!.Authority}/hub?access_token={token}&secret={Canary}"), Cancellation);
        await SendAsync("""{"protocol":"json","version":1}""");
        await SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{Canary}}",["{{Town.Elsewhere}}"]]}""");
        await SendAsync($$"""{"type":1,"invocationId":"2","target":"{{Canary}}","arguments":["{{Canary}}"]}""");
        await SendAsync($$"""{"type":1,"invocationId":"3","target":"WatchTree","arguments":["{{Town.Round}}","{{Town.Root}}",["{{Canary}}"],1]}""");
        await SendAsync($$"""{"type":1,"invocationId":"4","target":"Watch","arguments":[{{Canary}}]}""");
        var buffer = new byte[64 * 1024];
        while (client.State == WebSocketState.Open && (await client.ReceiveAsync(buffer, Cancellation)).MessageType != WebSocketMessageType.Close)
        {
        }

        Task SendAsync(string frame) => client.SendAsync(Encoding.UTF8.GetBytes(frame + '\u001e'), WebSocketMessageType.Text, endOfMessage: true, Cancellation);
    }

    private static ActivityListener Traces(Action<string, string?> hear)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name != "System.Net.Http",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            // The client's own spans are of the test and not of the service.
            ActivityStopped = activity =>
            {
                if (activity.Source.Name is not "System.Net.Http" and not "" && activity.Kind != ActivityKind.Client)
                    hear("trace", $"{activity.OperationName} {activity.DisplayName} {activity.StatusDescription} {string.Join(' ', activity.TagObjects)} {string.Join(' ', activity.Baggage)} {string.Join(' ', activity.Events.SelectMany(e => e.Tags))}");
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static MeterListener Metrics(Action<string, string?> hear)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (!instrument.Meter.Name.StartsWith("System.Net", StringComparison.Ordinal))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => hear("metric", instrument.Name + string.Join(' ', tags.ToArray())));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => hear("metric", instrument.Name + string.Join(' ', tags.ToArray())));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => hear("metric", instrument.Name + string.Join(' ', tags.ToArray())));
        listener.Start();
        return listener;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "waited 30 s for the trail to be told");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation);
        }
    }

    private sealed class HearingLogs(Action<string, string?> hear, string category = "") : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => new HearingLogs(hear, categoryName);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            hear("log", state.ToString());
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            hear("log", $"{category}: {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
