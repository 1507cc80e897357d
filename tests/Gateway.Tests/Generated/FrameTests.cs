using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace GridGrains.Gateway.Tests;

/// <summary>Whatever a client of the hub sends, it is answered, refused by a problem, or its connection ends; and nobody else notices.</summary>
[Collection(nameof(Generated))]
public sealed class FrameTests : GatewayFacts
{
    private const int Workers = 4;
    private const char End = '\u001e';

    private static readonly string[] Frames =
    [
        Call("Watch", $$"""["{{Town.Round}}",["{{Town.Root}}","{{Town.Grid}}"]]"""),
        Call("WatchTree", $$"""["{{Town.Round}}","{{Town.Root}}",["tests.sampled","tests.tubes"],2]"""),
        Call("Unwatch", $$"""["{{Town.Round}}",["{{Town.Root}}"]]"""),
        Call("UnwatchTree", $$"""["{{Town.Round}}","{{Town.Root}}"]"""),
        Call("Report", $$"""["{{Town.Round}}","{{Town.Grid}}",{{Samples.Report}}]"""),
        Call("Watch", $$"""["{{Town.Round}}",{{new string('[', 40)}}{{new string(']', 40)}}]"""),
        Call("Report", $$"""["{{Town.Round}}","{{Town.Grid}}","{{new string('x', 9_000)}}"]"""),
        """{"type":6}""", """{"type":7}""", """{"type":3,"invocationId":"1","result":4}""", """{"type":4,"invocationId":"9","target":"Watch","arguments":[]}""",
    ];

    private int answered;
    private int refused;
    private int ended;

    internal override (string Key, string Value)[] Settings => TestGateway.WithoutRates;

    [Fact]
    public async Task Frames_OfWhateverKind_AreAnsweredRefusedOrEndTheirConnection()
    {
        const int frames = 20_000 / Workers;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => SendAllAsync(worker * 10_000_000, frames))));
        Assert.True(answered > frames / 10 && refused > frames / 10 && ended > frames / 100, $"{answered} answered, {refused} refused, {ended} ended");
        using var client = await ConnectAsync();
        await SendAsync(client, Frames[4]);
        Assert.Contains("\"sequence\":17", await ReceiveAsync(client, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // Found by the frames above: SignalR took up what follows an unknown message only when more came.
    [Theory]
    [InlineData("""{"type":77}""")]
    [InlineData("""{"type":66}}""")]
    public async Task AMessageOfUnknownType_IsPassedOverAndWhatFollowsIsAnswered(string unknown)
    {
        using var client = await ConnectAsync();
        await SendAsync(client, unknown + End + unknown + End + """{"type":1,"invocationId":"last","target":"Unwatch","arguments":["",[]]}""");
        await ReceiveLastAsync(client, 0);
    }

    private static string Call(string target, string arguments) => $$"""{"type":1,"invocationId":"7","target":"{{target}}","arguments":{{arguments}}}""";

    private async Task SendAllAsync(int firstSeed, int frames)
    {
        ClientWebSocket? client = null;
        for (var i = 0; i < frames; i++)
        {
            var make = new Mutator(firstSeed + i);
            var frame = make.Pick(Frames);
            // Mostly within the arguments, so that the call arrives and the methods have to do with it.
            var inside = frame.IndexOf("\"arguments\":", StringComparison.Ordinal) + 12;
            frame = make.Below(4) == 0 || inside < 12 ? make.Change(frame) : frame[..inside] + make.Change(frame[inside..]);
            client ??= await ConnectAsync();
            try
            {
                // The last frame is right, so that there is an answer to wait for, whatever the first was.
                await SendAsync(client, frame + End + """{"type":1,"invocationId":"last","target":"Unwatch","arguments":["",[]]}""");
                await ReceiveLastAsync(client, firstSeed + i);
            }
            catch (WebSocketException)
            {
                Interlocked.Increment(ref ended);
                client.Dispose();
                client = null;
            }
        }
        client?.Dispose();
    }

    // Pings come as long as the connection is there, so the patience is for all of it.
    private async Task ReceiveLastAsync(ClientWebSocket client, int seed)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            string said;
            try
            {
                said = await ReceiveAsync(client, patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"what came after frame {seed} was not answered in 30 s");
            }
            Check(seed, said);
            if (said.Contains("\"last\"", StringComparison.Ordinal))
                return;
        }
    }

    private void Check(int seed, string said)
    {
        foreach (var message in said.Split(End, StringSplitOptions.RemoveEmptyEntries).Select(m => JsonSerializer.Deserialize<JsonElement>(m)))
        {
            if (message.GetProperty("type").GetInt32() != 3 || message.GetProperty("invocationId").GetString() == "last")
                continue;
            if (!message.TryGetProperty("error", out var error))
            {
                Interlocked.Increment(ref answered);
                continue;
            }
            var problem = JsonSerializer.Deserialize<JsonElement>(error.GetString()!);
            Assert.StartsWith("urn:gridgrains:", problem.GetProperty("type").GetString(), StringComparison.Ordinal);
            Assert.NotEmpty(problem.GetProperty("title").GetString()!);
            Assert.True(problem.GetProperty("status").GetInt32() is >= 400 and < 500, $"frame {seed}: {error}");
            Interlocked.Increment(ref refused);
        }
    }

    private async Task<ClientWebSocket> ConnectAsync()
    {
        var client = new ClientWebSocket();
        var address = $"ws://{Gateway.Http.BaseAddress!.Authority}/hub?access_token={TestGateway.Token("reporter", Town.Root)}";
        await client.ConnectAsync(new Uri(address), TestContext.Current.CancellationToken);
        await SendAsync(client, """{"protocol":"json","version":1}""");
        await ReceiveAsync(client, TestContext.Current.CancellationToken);
        return client;
    }

    private static Task SendAsync(ClientWebSocket client, string frame) =>
        client.SendAsync(Encoding.UTF8.GetBytes(frame + End), WebSocketMessageType.Text, endOfMessage: true, TestContext.Current.CancellationToken);

    // Whole records; the end of the connection is an exception.
    private static async Task<string> ReceiveAsync(ClientWebSocket client, CancellationToken cancellation)
    {
        var (buffer, said) = (new byte[16 * 1024], new List<byte>());
        do
        {
            var received = await client.ReceiveAsync(buffer, cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                throw new WebSocketException("closed");
            said.AddRange(buffer.AsSpan(0, received.Count));
        }
        while (said.Count == 0 || said[^1] != End);
        return Encoding.UTF8.GetString([.. said]);
    }
}
