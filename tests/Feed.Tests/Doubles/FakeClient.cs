using System.Security.Claims;
using System.Text.Json;
using GridGrains.Gateway;

namespace GridGrains.Feed.Tests;

/// <summary>
/// A client and its connection: what was written to it, in order, answers and pushes alike. It can stop taking what is written, as
/// a phone in a lift does.
/// </summary>
internal sealed class FakeClient : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<JsonElement> written = [];
    private readonly List<HubPush> pushed = [];
    private readonly Lock wire = new();
    private TaskCompletionSource? stalled;
    private int outstanding;

    public FakeClient(SnapshotFeed feed, TreeFeed trees, BoardFeed boards, PublicFeed publicly, string role) =>
        Feed = new ClientFeed(new ClientLink(Of(role, "town"), DateTimeOffset.MaxValue, Write, _ => IsAborted = true), feed, trees, boards, publicly);

    public ClientFeed Feed { get; }

    public bool IsAborted { get; private set; }

    /// <summary>The most writes that were under way at once.</summary>
    public int MostOutstanding { get; private set; }

    /// <summary>What was written, answers and arguments of pushes.</summary>
    public JsonElement[] Written
    {
        get
        {
            lock (gate)
                return [.. written];
        }
    }

    /// <summary>The pushes as they came from the feed.</summary>
    public HubPush[] Pushed
    {
        get
        {
            lock (gate)
                return [.. pushed];
        }
    }

    public long[] Versions => [.. Written.Select(message => message.GetProperty("version").GetInt64())];

    public static ClaimsPrincipal Viewer(string place) => Of("viewer", place);

    private static ClaimsPrincipal Of(string role, string place) => new(new ClaimsIdentity(
        [new("sub", "somebody"), new("role", role), new("place", place)], "test"));

    /// <summary>Watches and writes the answer as the hub would.</summary>
    public async Task<JsonElement[]> WatchAsync(params PlaceId[] places)
    {
        var (answer, problem) = await Feed.WatchAsync([.. places.Select(Town.Key)], CancellationToken.None);
        Assert.Null(problem);
        return [.. Answer(answer!).EnumerateArray()];
    }

    public async Task<JsonElement> WatchTreeAsync(PlaceId root, int depth, params string[] counts)
    {
        var key = new TreeKey(Town.Key(root), depth, [.. counts.Select(Town.ColumnNamed)]);
        var (answer, problem) = await Feed.WatchTreeAsync(key, CancellationToken.None);
        Assert.Null(problem);
        return Answer(answer!);
    }

    /// <summary>Writes an answer to the connection, between two pushes and never during one.</summary>
    public JsonElement Answer<T>(T answer)
    {
        lock (wire)
        {
            var json = JsonSerializer.SerializeToElement(answer);
            lock (gate)
                written.AddRange(json.ValueKind == JsonValueKind.Array ? json.EnumerateArray() : [json]);
            return json;
        }
    }

    public void Stall() => stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Recover()
    {
        var ended = stalled!;
        stalled = null;
        ended.SetResult();
    }

    public void Dispose() => Feed.Dispose();

    private async ValueTask Write(HubPush push)
    {
        var now = Interlocked.Increment(ref outstanding);
        MostOutstanding = Math.Max(MostOutstanding, now);
        // The connection may be busy with an answer just then.
        await Task.Yield();
        lock (wire)
        {
            var bytes = push.Message;
            Assert.Equal(0x1e, bytes.Span[^1]);
            using var document = JsonDocument.Parse(bytes[..^1]);
            lock (gate)
            {
                pushed.Add(push);
                written.Add(document.RootElement.GetProperty("arguments")[0].Clone());
            }
        }
        if (stalled is { } until)
            await until.Task;
        Interlocked.Decrement(ref outstanding);
    }
}
